// Makes the long lists of dimensions searchable. Without this they are plain lists, and everything else works.
"use strict";

(() => {
  const enhance = (select) => {
    if (select.dataset.enhanced) return;
    select.dataset.enhanced = "yes";
    const id = select.id;
    const input = document.createElement("input");
    const list = document.createElement("ul");
    const options = [...select.options].filter((option) => option.value);
    let shown = [];
    let at = -1;

    Object.assign(input, { type: "text", autocomplete: "off", placeholder: select.dataset.search });
    select.id = `${id}-plain`;
    input.id = id;
    list.id = `${id}-options`;
    list.className = "bc-options";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", select.dataset.search);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) {
      input.setAttribute(name, value);
    }
    select.hidden = true;
    select.after(input, list);
    if (select.autofocus) input.focus();

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (place) => {
      at = place;
      shown.forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", shown[at].id);
      return shown[at].scrollIntoView({ block: "nearest" });
    };
    const choose = (item) => {
      select.value = item.dataset.value;
      input.value = item.textContent;
      close();
    };
    const open = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let family = "";
      list.textContent = "";
      shown = [];
      for (const option of options) {
        const group = option.parentElement.label || "";
        const text = `${option.text} ${group}`.toLowerCase();
        if (!words.every((word) => text.includes(word))) continue;
        if (group !== family) {
          family = group;
          const head = document.createElement("li");
          head.setAttribute("role", "presentation");
          head.textContent = family;
          list.append(head);
        }
        const item = document.createElement("li");
        item.id = `${id}-option-${shown.length}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.value = option.value;
        item.textContent = option.text;
        item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(item); });
        list.append(item);
        shown.push(item);
      }
      list.hidden = shown.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(words.length && shown.length ? 0 : -1);
    };

    input.addEventListener("input", (event) => { event.stopPropagation(); select.value = ""; open(); });
    input.addEventListener("click", () => { if (list.hidden) open(); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) open();
        if (shown.length) mark((at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (!list.hidden && at >= 0) choose(shown[at]);
        else if (select.value) select.closest(".bc-add").querySelector("button").click();
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
  };
  const all = () => document.querySelectorAll("select[data-search]").forEach(enhance);

  document.addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:afterSwap", all);
})();
