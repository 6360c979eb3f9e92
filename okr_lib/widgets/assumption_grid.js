// The grid of assumptions: rows and columns of texts (never HTML). What somebody types, pastes or takes back is sent to
// Python with its place; the rows it answers with are drawn where they differ.

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const PAGE = 10;

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

class Grid {
  constructor(model, place) {
    this.model = model;
    this.at = { row: 0, column: 0 }; // among what is shown
    this.from = null; // the other corner of what is selected
    this.editor = null;
    this.drawn = new Map(); // key of a row: {data, node}
    this.chosen = {}; // by filter
    this.onlyChanged = false;
    this.bar = h("div", { class: "okr-grid-bar" });
    this.head = h("tr", { role: "row" });
    this.body = h("tbody", {});
    this.table = h("table", { role: "grid", "aria-multiselectable": "true", "aria-label": this.words.grid },
      h("thead", {}, this.head), this.body);
    this.told = h("div", { class: "okr-grid-told", role: "alert" });
    this.spoken = h("div", { class: "okr-grid-spoken", role: "status" });
    this.scroll = h("div", { class: "okr-grid-scroll", tabindex: "-1" }, this.table);
    this.root = h("div", { class: "okr-grid" }, this.bar, this.scroll, this.told,
      h("p", { class: "okr-grid-help", text: this.words.help }), this.spoken);
    this.body.addEventListener("keydown", event => this.key(event));
    this.body.addEventListener("mousedown", event => this.press(event));
    this.body.addEventListener("mouseover", event => this.over(event));
    this.body.addEventListener("dblclick", () => this.edit());
    this.root.addEventListener("copy", event => this.copy(event));
    this.root.addEventListener("paste", event => this.paste(event));
    this.body.addEventListener("focusout", event => this.left(event));
    place.append(this.root);
    this.onRows = () => this.draw();
    this.onProblems = () => this.tell();
    this.onHead = () => { this.drawHead(); this.drawn.clear(); this.body.replaceChildren(); this.draw(); };
    model.on("change:rows", this.onRows);
    model.on("change:problems", this.onProblems);
    model.on("change:columns", this.onHead);
    model.on("change:filters", this.onHead);
    this.onHead();
    this.tell();
  }

  close() {
    for (const [name, told] of [["rows", this.onRows], ["problems", this.onProblems], ["columns", this.onHead], ["filters", this.onHead]]) {
      this.model.off(`change:${name}`, told);
    }
  }

  get words() { return this.model.get("words"); }
  get columns() { return this.model.get("columns"); }
  get shown() {
    return this.model.get("rows").filter(row =>
      Object.entries(this.chosen).every(([key, value]) => !value || row[key] === value)
      && (!this.onlyChanged || Object.values(row.cells).some(cell => cell.was !== undefined)));
  }

  // ---- drawing

  drawHead() {
    const choose = filter => h("label", {}, h("span", { text: filter.label }),
      h("select", { onchange: event => { this.chosen[filter.key] = event.target.value; this.at.row = 0; this.draw(); } },
        ...[["", this.words.all], ...filter.options].map(([key, name]) =>
          h("option", { value: key, text: name, selected: this.chosen[filter.key] === key }))));
    this.bar.replaceChildren(...this.model.get("filters").map(choose), h("label", {},
      h("input", { type: "checkbox", onchange: event => { this.onlyChanged = event.target.checked; this.at.row = 0; this.draw(); } }),
      h("span", { text: this.words.changed })));
    this.head.replaceChildren(h("th", { scope: "col", text: this.words.name }),
      ...this.columns.map(column => h("th", { scope: "col", text: column.label })));
  }

  draw() {
    const shown = this.shown, kept = new Set();
    const had = !this.editor && this.body.contains(document.activeElement); // whose next key must not be lost
    let before = null;
    for (const row of shown) {
      const key = JSON.stringify(row.key), old = this.drawn.get(key);
      kept.add(key);
      const typing = old && this.editor && same(this.editor.row, row.key); // drawn when that is done
      const node = typing || (old && same(old.data, row)) ? old.node : this.rowOf(row, old?.node);
      this.drawn.set(key, { data: typing ? old.data : row, node });
      const next = before ? before.nextSibling : this.body.firstChild;
      if (next !== node) this.body.insertBefore(node, next);
      before = node;
    }
    for (const [key, { node }] of this.drawn) if (!kept.has(key)) { node.remove(); this.drawn.delete(key); }
    this.at.row = Math.min(this.at.row, Math.max(0, shown.length - 1));
    this.mark(had);
    this.tell();
  }

  rowOf(row, old) {
    const head = h("th", { scope: "row" }, ...(row.first ? [h("b", { text: row.name })] : []), h("small", { text: row.about }));
    const node = h("tr", { role: "row", "data-key": JSON.stringify(row.key) }, head,
      ...this.columns.map(column => this.cellOf(row, column)));
    if (old) old.replaceWith(node);
    return node;
  }

  cellOf(row, column) {
    const cell = row.cells[column.key];
    if (!cell) return h("td", { role: "gridcell", class: "okr-none", "aria-readonly": "true", tabindex: "-1", "data-column": column.key });
    const changed = cell.was !== undefined;
    const long = column.key === "credit";
    const node = h("td", { role: "gridcell", tabindex: "-1", "data-column": column.key,
      class: `${changed ? "okr-changed" : ""} ${long ? "okr-words-cell" : ""}`,
      title: changed ? this.words.was.replace("{value}", cell.was) : long ? cell.text : null,
      "aria-label": changed ? `${cell.text}, ${this.words.was.replace("{value}", cell.was)}` : null });
    if (changed && !long) node.append(h("small", { text: cell.was }));
    node.append(cell.text);
    return node;
  }

  mark(focus = false) {
    for (const node of this.body.querySelectorAll('[aria-selected="true"],[tabindex="0"]')) {
      node.removeAttribute("aria-selected");
      node.tabIndex = -1;
    }
    const here = this.node(this.at.row, this.at.column);
    if (!here) return;
    here.tabIndex = 0;
    if (this.from) {
      const [top, bottom, start, end] = this.range();
      for (let row = top; row <= bottom; row += 1) {
        for (let column = start; column <= end; column += 1) this.node(row, column)?.setAttribute("aria-selected", "true");
      }
    }
    if (focus) { here.focus({ preventScroll: true }); this.bringIntoSight(here); }
  }

  bringIntoSight(node) {
    const box = this.scroll.getBoundingClientRect(), cell = node.getBoundingClientRect();
    const left = node.parentNode.firstChild.getBoundingClientRect().right, top = this.head.getBoundingClientRect().bottom;
    if (cell.left < left) this.scroll.scrollLeft -= left - cell.left;
    else if (cell.right > box.right) this.scroll.scrollLeft += cell.right - box.right + 16;
    if (cell.top < top) this.scroll.scrollTop -= top - cell.top;
    else if (cell.bottom > box.bottom) this.scroll.scrollTop += cell.bottom - box.bottom + 16;
  }

  tell() {
    const problems = this.model.get("problems");
    for (const node of this.body.querySelectorAll(".okr-refused")) node.classList.remove("okr-refused");
    const lines = new Set();
    for (const problem of problems) {
      const drawn = this.drawn.get(JSON.stringify(problem.row));
      drawn?.node.querySelector(`[data-column="${problem.column}"]`)?.classList.add("okr-refused");
      const label = this.columns.find(column => column.key === problem.column)?.label ?? problem.column;
      lines.add(`${drawn?.data.name ?? problem.row[1]}, ${label}: ${problem.words}`);
    }
    if (this.said === [...lines].join("\n")) return;
    this.said = [...lines].join("\n");
    this.told.replaceChildren(...[...lines].map(line => h("p", { text: line })));
  }

  // ---- places

  node(row, column) {
    const data = this.shown[row];
    return data && this.drawn.get(JSON.stringify(data.key))?.node.children[column + 1];
  }

  place(node) {
    const cell = node?.closest?.("td[data-column]"), row = cell?.closest("tr");
    if (!cell || !row) return null;
    const key = row.dataset.key;
    return { row: this.shown.findIndex(data => JSON.stringify(data.key) === key), column: [...row.children].indexOf(cell) - 1 };
  }

  range() {
    const other = this.from ?? this.at;
    return [Math.min(this.at.row, other.row), Math.max(this.at.row, other.row),
      Math.min(this.at.column, other.column), Math.max(this.at.column, other.column)];
  }

  go(row, column, extend = false) {
    const left = this.shown[this.at.row];
    this.from = extend ? this.from ?? { ...this.at } : null;
    this.at = { row: Math.max(0, Math.min(row, this.shown.length - 1)), column: Math.max(0, Math.min(column, this.columns.length - 1)) };
    const now = this.shown[this.at.row];
    if (left && now && !same(left.key, now.key)) this.model.send({ do: "left", row: left.key });
    this.mark(true);
  }

  press(event) {
    const place = this.place(event.target);
    if (!place || event.target.closest("input")) return;
    event.preventDefault();
    this.finish();
    this.go(place.row, place.column, event.shiftKey);
    const column = this.columns[place.column];
    if (column.tick && event.detail === 1 && !event.shiftKey && this.shown[place.row].cells[column.key]) this.tick();
  }

  over(event) {
    if (event.buttons !== 1 || this.editor) return;
    const place = this.place(event.target);
    if (place && (place.row !== this.at.row || place.column !== this.at.column)) this.go(place.row, place.column, true);
  }

  left(event) {
    if (this.root.contains(event.relatedTarget) || !this.shown[this.at.row]) return;
    setTimeout(() => {
      if (!this.root.contains(document.activeElement)) this.model.send({ do: "left", row: this.shown[this.at.row]?.key ?? ["", "", 0] });
    });
  }

  // ---- keys

  key(event) {
    if (this.editor) { this.editing(event); return; }
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "z") { event.preventDefault(); event.stopPropagation(); this.model.send({ do: "undo" }); return; }
    if (command && event.key.toLowerCase() === "a") { event.preventDefault(); this.from = { row: 0, column: 0 }; this.at = { row: this.shown.length - 1, column: this.columns.length - 1 }; this.mark(true); return; }
    const { row, column } = this.at;
    const last = this.columns.length - 1;
    if (MOVES[event.key]) { this.stop(event); this.go(row + MOVES[event.key][0], column + MOVES[event.key][1], event.shiftKey); }
    else if (event.key === "PageDown" || event.key === "PageUp") { this.stop(event); this.go(row + (event.key === "PageDown" ? PAGE : -PAGE), column, event.shiftKey); }
    else if (event.key === "Home") { this.stop(event); this.go(command ? 0 : row, 0, event.shiftKey); }
    else if (event.key === "End") { this.stop(event); this.go(command ? this.shown.length - 1 : row, last, event.shiftKey); }
    else if (event.key === "Enter" || event.key === "F2") { this.stop(event); this.edit(); }
    else if (event.key === " " && this.columns[column].tick) { this.stop(event); this.tick(); }
    else if (event.key.length === 1 && !command && !event.altKey) { this.stop(event); this.edit(event.key); }
  }

  stop(event) { event.preventDefault(); event.stopPropagation(); }

  editing(event) {
    event.stopPropagation();
    const { row, column } = this.at;
    if (event.key === "Escape") { event.preventDefault(); this.finish(true); this.mark(true); }
    else if (event.key === "Enter") { event.preventDefault(); this.finish(); this.go(row + (event.shiftKey ? -1 : 1), column); }
    else if (event.key === "Tab") { event.preventDefault(); this.finish(); this.go(row, column + (event.shiftKey ? -1 : 1)); }
  }

  edit(typed) {
    const { row, column } = this.at, data = this.shown[row], cell = data?.cells[this.columns[column].key];
    if (!cell) return;
    if (this.columns[column].tick) { this.tick(); return; }
    const node = this.node(row, column);
    const input = h("input", { class: "okr-cell", "aria-label": `${data.name}, ${this.columns[column].label}` });
    input.value = typed ?? cell.text;
    this.editor = { input, node, before: cell.text, row: data.key, column: this.columns[column].key };
    node.replaceChildren(input);
    input.addEventListener("blur", () => this.finish());
    input.focus();
    if (!typed) input.select();
  }

  finish(letBe = false) {
    const editor = this.editor;
    if (!editor) return;
    this.editor = null;
    const text = editor.input.value;
    const key = JSON.stringify(editor.row), drawn = this.drawn.get(key);
    if (drawn) {
      const column = this.columns.find(one => one.key === editor.column);
      const fresh = this.cellOf(drawn.data, column);
      if (!letBe && text.trim() !== editor.before) fresh.replaceChildren(text);
      editor.node.replaceWith(fresh);
    }
    this.draw();
    if (!letBe && text.trim() !== editor.before) {
      if (drawn) drawn.data = { ...drawn.data, typed: text }; // so that the answer is drawn whatever it says
      this.model.send({ do: "typed", entries: [{ row: editor.row, column: editor.column, text }] });
    }
  }

  tick() {
    const data = this.shown[this.at.row], key = this.columns[this.at.column].key, cell = data?.cells[key];
    if (!cell) return;
    this.model.send({ do: "typed", entries: [{ row: data.key, column: key, text: cell.text === this.words.yes ? this.words.no : this.words.yes }] });
  }

  // ---- spreadsheets

  copy(event) {
    if (this.editor || !this.body.contains(document.activeElement)) return;
    const [top, bottom, start, end] = this.range();
    const lines = [];
    for (let row = top; row <= bottom; row += 1) {
      lines.push(this.columns.slice(start, end + 1).map(column => this.shown[row].cells[column.key]?.text ?? "").join("\t"));
    }
    event.clipboardData.setData("text/plain", lines.join("\n"));
    event.preventDefault();
    this.spoken.textContent = this.words.copied;
  }

  paste(event) {
    if (this.editor || !this.body.contains(document.activeElement)) return;
    event.preventDefault();
    const [top, , start] = this.range();
    const lines = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n");
    const entries = [];
    lines.forEach((line, down) => line.split("\t").forEach((text, along) => {
      const data = this.shown[top + down], column = this.columns[start + along];
      if (data && column && text.trim() !== "") entries.push({ row: data.key, column: column.key, text });
    }));
    if (entries.length) this.model.send({ do: "typed", entries });
  }
}

export default {
  render({ model, el }) {
    const grid = new Grid(model, el);
    return () => grid.close();
  },
};
