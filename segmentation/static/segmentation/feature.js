// A slider beside each share. The number works without it.
"use strict";

const addSliders = (part) => {
  for (const number of part.querySelectorAll("input[data-slider]:not([data-slid])")) {
    number.dataset.slid = "";
    const slider = Object.assign(document.createElement("input"), {
      type: "range", min: number.min, max: number.max, value: number.value, className: "bc-slider", tabIndex: -1,
    });
    // It is a second hand on the same value: the number is what is read out and gone to by keyboard.
    slider.setAttribute("aria-hidden", "true");
    slider.addEventListener("input", () => { number.value = slider.value; });
    number.addEventListener("input", () => { slider.value = number.value; });
    number.after(slider);
  }
};

document.addEventListener("DOMContentLoaded", () => {
  addSliders(document);
  document.body.addEventListener("htmx:afterSettle", () => addSliders(document));
});
