/* Opens a gallery's pictures large. Without it each is a plain link to the picture.
   The dialog keeps the focus, closes on Escape and gives the focus back by itself. */
document.querySelectorAll("[data-gallery]").forEach((gallery) => {
  const links = [...gallery.querySelectorAll(".gallery a")];
  const dialog = gallery.querySelector("dialog");
  const picture = dialog.querySelector("img");
  const caption = dialog.querySelector(".gallery-dialog__caption");
  let current = 0;

  const show = (index) => {
    current = (index + links.length) % links.length;
    const figure = links[current].closest("figure");
    picture.src = links[current].href;
    picture.alt = figure.querySelector("img").alt;
    caption.textContent = figure.querySelector("figcaption")?.textContent ?? "";
  };

  links.forEach((link, index) => {
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      show(index);
      dialog.showModal();
    });
  });

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(current - 1);
    if (event.key === "ArrowRight") show(current + 1);
  });

  dialog.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) show(current + Number(step.dataset.step));
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
});
