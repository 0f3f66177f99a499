// Makes a grid of the matrix: a filter while typing, arrow keys, switching, undo, and a list of what was moved.
// Only moved switches are posted. Without this, the page shows the switches and leads to where each can be changed.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const table = document.getElementById("bc-matrix");
  const form = document.getElementById("bc-matrix-form");
  const filter = document.getElementById("bc-matrix-filter");
  if (!table || !form || !filter) return;
  const words = form.dataset;
  const rows = [...table.rows];
  const shown = (cell) => !cell.hidden && !cell.parentElement.hidden;

  // Filter
  const hasWords = (text, typed) => typed.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  const applyFilter = () => {
    const { features, segments, said } = filter.elements;
    const fits = (head, typed) => hasWords(head.dataset.text, typed.value) && (!said.checked || "said" in head.dataset);
    const columns = [...rows[0].cells].map((head) => !("text" in head.dataset) || fits(head, segments));
    for (const row of rows) {
      row.hidden = row !== rows[0] && !fits(row, features);
      [...row.cells].forEach((cell, place) => { cell.hidden = !columns[place]; });
    }
    const empty = !rows.slice(1).some((row) => !row.hidden) || !columns.some((fit, place) => fit && place > 2);
    document.getElementById("bc-matrix-empty").hidden = !empty;
    const query = new URLSearchParams([...new FormData(filter)].filter(([, value]) => value));
    history.replaceState(history.state, "", query.size ? `?${query}` : location.pathname);
    if (!shown(current)) setCurrent([...table.querySelectorAll("tbody td")].find(shown) || current);
  };

  // Grid
  table.setAttribute("role", "grid");
  for (const row of rows) {
    row.setAttribute("role", "row");
    for (const cell of row.cells) {
      cell.setAttribute("role", cell.tagName === "TD" ? "gridcell" : cell.scope === "col" ? "columnheader" : "rowheader");
      if (cell.tagName !== "TD") continue;
      cell.tabIndex = -1;
      for (const link of cell.querySelectorAll("a")) link.tabIndex = -1;
    }
  }
  const frame = document.getElementById("bc-matrix-scroll");
  frame.tabIndex = -1;
  // A cell that is gone to must not hide under the frozen heads.
  const { offsetHeight, offsetWidth } = rows[0].cells[0];
  frame.style.scrollPadding = `${offsetHeight + 4}px 4px 4px ${offsetWidth + 4}px`;
  let current = table.querySelector("tbody td");
  const setCurrent = (cell) => {
    current.tabIndex = -1;
    current = cell;
    current.tabIndex = 0;
  };
  const goTo = (cell) => {
    if (!cell) return;
    setCurrent(cell);
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const step = (down, right) => {
    const lines = rows.slice(1).filter((row) => !row.hidden);
    const cells = [...lines[0].cells].filter((cell) => cell.tagName === "TD" && !cell.hidden);
    const within = (place, length) => Math.min(Math.max(place, 0), length - 1);
    const line = lines[within(lines.indexOf(current.parentElement) + down, lines.length)];
    const place = cells.findIndex((cell) => cell.cellIndex === current.cellIndex);
    goTo(line.cells[cells[within(place + right, cells.length)].cellIndex]);
  };

  // Switching
  const moved = new Map();
  const undone = [];
  let saving = false;
  const nowOf = (cell) => (moved.has(cell) ? moved.get(cell) : cell.dataset.now);
  const isKill = (cell) => cell.cellIndex === 1;
  const isOn = (cell) => {
    const everybody = nowOf(cell.parentElement.cells[2]);
    return cell.cellIndex > 2 && everybody !== "inherit" ? everybody === "on" : "declared" in cell.dataset;
  };
  const nameOf = (cell, state) =>
    isKill(cell) ? (state === "off" ? words.killed : words.lifted) : words[state];
  const element = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });

  const draw = (cell) => {
    const state = nowOf(cell);
    cell.classList.toggle("bc-moved", moved.has(cell));
    const old = [...cell.childNodes].filter((node) => node.nodeName !== "A");
    const fresh = [];
    if (isKill(cell)) {
      cell.parentElement.classList.toggle("bc-killed", state === "off");
      if (state === "off") fresh.push(element("span", "bc-pill bc-pill-killed", words.off));
      else fresh.push(element("span", "bc-quiet", "–"), element("span", "bc-hidden", words.lifted));
    } else if (state !== "inherit") {
      fresh.push(element("span", `bc-pill bc-pill-${state}`, words[state]));
    } else {
      const text = cell.cellIndex === 2 ? words.inherit : isOn(cell) ? words.on : words.off;
      fresh.push(element("span", "bc-pill bc-pill-silent", text));
      if (cell.cellIndex > 2) fresh[0].append(element("span", "bc-hidden", `, ${words.silent}`));
    }
    old.forEach((node) => node.remove());
    cell.prepend(...fresh);
  };

  const put = (cell, state) => {
    if (state === cell.dataset.now) moved.delete(cell);
    else moved.set(cell, state);
    if (cell.cellIndex === 2) [...cell.parentElement.cells].slice(3).forEach(draw);
    draw(cell);
    tell(cell);
  };
  const move = (cell, state) => {
    if (!cell.dataset.cell || state === nowOf(cell) || (isKill(cell) && state === "on")) return;
    undone.push([cell, nowOf(cell)]);
    put(cell, state);
  };
  const next = (cell) => {
    const order = isKill(cell) ? ["inherit", "off"] : isOn(cell) ? ["inherit", "off", "on"] : ["inherit", "on", "off"];
    move(cell, order[(order.indexOf(nowOf(cell)) + 1) % order.length]);
  };
  const undo = () => {
    const last = undone.pop();
    if (!last) return;
    put(...last);
    if (shown(last[0])) goTo(last[0]);
  };

  const headOf = (cell) => `${cell.parentElement.dataset.name}, ${cell.dataset.to}`;
  const tell = (cell) => {
    const counted = document.getElementById("bc-moved");
    if (!counted) return;
    const text = moved.size === 0 ? counted.dataset.none : moved.size === 1 ? counted.dataset.one : counted.dataset.many;
    counted.textContent = text.replace("%s", String(moved.size));
    counted.closest(".bc-save").toggleAttribute("data-moved", moved.size + undone.length > 0);
    document.getElementById("bc-undo").disabled = undone.length === 0;
    for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = moved.size === 0;
    document.getElementById("bc-moves-list").replaceChildren(...[...moved].map(([one, state]) => {
      const line = element("li", "", `${headOf(one)}: ${nameOf(one, one.dataset.now)} → `);
      line.append(element("strong", "", nameOf(one, state)));
      return line;
    }));
    if (cell) {
      document.getElementById("bc-told").textContent =
        `${headOf(cell)}: ${nameOf(cell, nowOf(cell))}. ${counted.textContent}.`;
    }
  };

  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.target.closest("a")) return;
    goTo(cell);
    next(cell);
  });
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td");
    if (cell) setCurrent(cell);
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.target !== cell || event.altKey || event.metaKey) return;
    const far = rows.length + rows[0].cells.length;
    const corner = event.ctrlKey ? far : 0;
    const keys = {
      ArrowDown: () => step(1, 0), ArrowUp: () => step(-1, 0), ArrowRight: () => step(0, 1), ArrowLeft: () => step(0, -1),
      PageDown: () => step(8, 0), PageUp: () => step(-8, 0), Home: () => step(-corner, -far), End: () => step(corner, far),
      " ": () => next(cell), Enter: () => next(cell), Delete: () => move(cell, "inherit"), Backspace: () => move(cell, "inherit"),
      1: () => move(cell, isKill(cell) ? "inherit" : "on"), 0: () => move(cell, "off"),
      F2: () => { const link = cell.querySelector("a"); if (link) link.click(); },
    };
    if (!(event.key in keys) || (event.ctrlKey && !["Home", "End"].includes(event.key))) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=text], textarea");
    if (typing || event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    event.preventDefault();
    undo();
  });
  document.getElementById("bc-undo")?.addEventListener("click", undo);
  form.addEventListener("submit", () => {
    saving = true;
    form.querySelectorAll("[data-posted]").forEach((input) => input.remove());
    for (const [cell, state] of moved) {
      for (const [name, value] of [[`was:${cell.dataset.cell}`, cell.dataset.now], [cell.dataset.cell, state]]) {
        const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
        input.dataset.posted = "";
        form.append(input);
      }
    }
  });
  window.addEventListener("pageshow", () => { saving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (moved.size > 0 && !saving) event.preventDefault();
  });

  filter.addEventListener("input", applyFilter);
  filter.addEventListener("submit", (event) => { event.preventDefault(); applyFilter(); });
  form.querySelectorAll("[data-with-scripts]").forEach((part) => { part.hidden = false; });
  filter.querySelectorAll("[data-without-scripts]").forEach((part) => { part.hidden = true; });
  setCurrent([...table.querySelectorAll("tbody td")].find(shown) || current);
  tell();
});
