# Saksi as one image; the command says which process: run, web, worker, reader, clock, migrate.
FROM python:3.11-slim-bookworm

# curl serves nobody: the health check is Python's. Versions are Debian's, as its security updates go.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-ind \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 999 --create-home --home-dir /srv/saksi saksi \
    && install -d -m 0700 -o saksi -g saksi /srv/saksi/var /srv/saksi/backups

WORKDIR /opt/saksi
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY package.json package-lock.json ./
COPY bin/vendor bin/vendor
RUN pip install --no-cache-dir 'uv>=0.9,<1' \
    && bin/vendor \
    && rm -rf node_modules "$HOME/.cache" "$HOME/.npm"

COPY . .
RUN pip install --no-cache-dir --no-deps -e . \
    && bin/guide \
    && rm -rf .tools "$HOME/.cache"

USER 999
ENV SAKSI_VAR=/srv/saksi/var SAKSI_HOST=0.0.0.0 PYTHONUNBUFFERED=1
VOLUME ["/srv/saksi/var", "/srv/saksi/backups"]
EXPOSE 8080
ENTRYPOINT ["saksi"]
CMD ["run"]
