"""The first page of `saksi --help`: every command by name on one screen of 24 lines and 80 columns.

Written out, so that it needs no module but this one; a test holds it to the table of commands.
"""

PAGE = """\
Saksi, the parallel count that fits in a chat. Start with: saksi run

  run         everything on this machine: database, web, worker, reader, clock
  load        load or update an election from its pack
  chat        talk to Saksi in this terminal
  recap       votes of any area or district, and how many stations reported
  seats       seats of one district from a CSV, or of all from the own count
  rehearse    play an election day with made-up witnesses

  witnesses   import, codes, export, recruits, accept, decline, assign, swap,
              mandates, coverage, attendance
  roles       list, import, codes, grant, revoke, remove
  phones      link, browsers, moved, sure   tokens  make, list, revoke
  voters      import, log, rotate, forget, changes
  broadcasts  write, report, pause
  packs       load, build, questions
  elections   list, choose, open, close, archive, delete, candidate
  results     outlook, findings, evidence, official, compare, d-hasil
  quickcount  draw, estimate         forms   read, evaluate, layout, train
  holds       add, list, lift        audit   show, verify
  database    migrate, backup, restore   rehearsal  start, stop, status

Ill? doctor (and the cure), status, verify, reconcile. More: saksi roles --help.
Also: web, worker, reader, clock, migrate, lines, openapi, capacity, --version."""
