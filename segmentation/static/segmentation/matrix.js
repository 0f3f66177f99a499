// Says how many switches were moved, and warns before they are lost. The page works without this.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("bc-matrix-form");
  const moved = document.getElementById("bc-moved");
  if (!form || !moved) return;
  let count = 0;
  let saving = false;

  const isMoved = (cell) => {
    const was = cell.querySelector('input[type="hidden"]');
    if (!was) return false;
    const now = cell.querySelector('input:checked:not([type="hidden"])');
    return (now ? now.value : "inherit") !== was.value;
  };

  const show = () => {
    count = 0;
    for (const cell of form.querySelectorAll("tbody td")) {
      const changed = isMoved(cell);
      cell.classList.toggle("bc-moved", changed);
      count += changed ? 1 : 0;
    }
    const text = count === 0 ? moved.dataset.none : count === 1 ? moved.dataset.one : moved.dataset.many;
    moved.textContent = text.replace("%s", String(count));
  };

  form.addEventListener("change", show);
  form.addEventListener("submit", () => { saving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (count > 0 && !saving) event.preventDefault();
  });
  // A browser that goes back keeps what was moved.
  window.addEventListener("pageshow", show);
  show();
});
