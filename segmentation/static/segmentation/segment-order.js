// Lets segments be dragged; dropping one saves the order. The buttons beside each do the same without this.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const list = document.getElementById("bc-segments");
  const form = document.getElementById("bc-order-form");
  if (!list || !form || !("order" in list.dataset)) return;
  const keys = () => [...list.children].map((row) => row.dataset.key).join(",");
  let dragged = null;
  let before = "";
  list.classList.add("bc-can-drag");

  for (const handle of list.querySelectorAll(".bc-handle")) {
    const row = handle.closest("li");
    handle.addEventListener("mousedown", () => { row.draggable = true; });
    handle.addEventListener("mouseup", () => { row.draggable = false; });
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      before = keys();
      row.classList.add("bc-dragged");
      event.dataTransfer.effectAllowed = "move";
    });
    row.addEventListener("dragend", () => {
      row.draggable = false;
      row.classList.remove("bc-dragged");
      dragged = null;
      if (keys() === before) return;
      document.getElementById("bc-order").value = keys();
      form.submit();
    });
  }

  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    list.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
});
