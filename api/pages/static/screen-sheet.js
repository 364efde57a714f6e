// Lays the boxes over a page of a photo: the picture's own pixels are the units of the drawing.
for (const sheet of document.querySelectorAll(".sheet")) {
  const picture = sheet.querySelector("img[data-sheet]");
  const boxes = sheet.querySelector("svg.boxes");
  if (!boxes) continue;
  const fit = () => {
    if (picture.naturalWidth) boxes.setAttribute("viewBox", `0 0 ${picture.naturalWidth} ${picture.naturalHeight}`);
  };
  picture.addEventListener("load", fit);
  fit();
}

// A number that is pointed at in the table is shown on the photo, and the other way round.
for (const beside of document.querySelectorAll(".beside")) {
  const mark = (event) => {
    const cell = event.type === "mouseover" ? event.target.closest("[data-cell]")?.dataset.cell : undefined;
    for (const one of beside.querySelectorAll("[data-cell]")) one.classList.toggle("pointed", one.dataset.cell === cell);
  };
  beside.addEventListener("mouseover", mark);
  beside.addEventListener("mouseleave", mark);
}
