// The wall: cards in columns, or rows of a grid. Everything shown is text of the board (never HTML); what somebody does is
// sent to Python, which answers with another board, or with why it cannot be.

const SHOWN = ["name", "team", "low", "likely", "high", "probability", "unit", "owner", "starts", "focus_area", "after"];
const GRID = ["name", "team", "owner", "starts", "low", "likely", "high", "unit", "probability", "focus_area", "after"];
const FAR = 6; // pixels that a pointer moves before a card is dragged and not clicked

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

class Wall {
  constructor(model, place) {
    this.model = model;
    this.by = "team";
    this.grid = false;
    this.newFor = "";
    this.focused = null; // id of the card that Tab comes to
    this.editors = new Map(); // by id of a card: what is typed on it
    this.lifted = null; // {id, column, aside, order, from} while a card is in the air or on its way
    this.waiting = new Map();
    this.number = 0;
    this.nodes = new Map();
    this.uid = `wall${Math.random().toString(36).slice(2)}`;
    this.root = h("div", { class: "wall", onkeydown: event => this.key(event), onpaste: event => this.paste(event) });
    this.bar = h("div", { class: "wall-bar" });
    this.told = h("div", { class: "wall-told", role: "status", "aria-live": "assertive" });
    this.note = h("div", { class: "wall-note", role: "alert" });
    this.owners = h("datalist", { id: `${this.uid}-owners` });
    this.main = h("div", { class: "wall-main" });
    this.hint = h("p", { class: "wall-keys", id: `${this.uid}-keys`, text: this.words.keys });
    this.root.append(this.bar, this.note, this.main, this.hint, this.told, this.owners);
    this.root.addEventListener("pointerdown", event => this.press(event));
    this.root.addEventListener("focusout", event => this.blurred(event));
    this.root.addEventListener("focusin", event => this.arrived(event));
    place.append(this.root);
    this.onBoard = () => this.draw();
    this.onAnswer = answer => this.answered(answer);
    model.on("change:board", this.onBoard);
    model.on("msg:custom", this.onAnswer);
    this.drawBar();
    this.draw();
  }

  close() {
    this.model.off("change:board", this.onBoard);
    this.model.off("msg:custom", this.onAnswer);
    this.letGo?.();
  }

  get words() { return this.model.get("words"); }
  get board() { return this.model.get("board"); }
  get columns() { return this.board.columns[this.by]; }
  card(id) { return this.board.cards.find(card => card.id === id); }
  nameOf(kind, id) { return this.board.columns[kind].find(column => column.id === id)?.name ?? ""; }
  say(words) { this.told.textContent = ""; requestAnimationFrame(() => { this.told.textContent = words; }); }
  warn(...lines) {
    this.note.replaceChildren(...lines.filter(Boolean).map(line => h("p", { text: line })));
  }

  send(did, done) {
    const number = ++this.number;
    this.waiting.set(number, done || (() => {}));
    this.model.send({ ...did, number });
  }

  answered(answer) {
    const done = this.waiting.get(answer.to);
    this.waiting.delete(answer.to);
    done?.(answer);
  }

  // ---- what stands above the wall

  drawBar() {
    const choice = (name, key, words, chosen, choose) => h("label", { class: "wall-choice" },
      h("input", { type: "radio", name: `${this.uid}-${name}`, value: key, checked: chosen, onchange: choose }),
      h("span", { text: words }));
    const group = (words, ...inside) => h("div", { class: "wall-group", role: "radiogroup", "aria-label": words }, ...inside);
    const by = ["team", "starts", "focus_area"].map(kind => choice("by", kind, this.words[`${kind}_column`], this.by === kind,
      () => { this.by = kind; this.drawBar(); this.draw(); this.bar.querySelector(`[value=${kind}]`).focus(); }));
    const view = [["wall", false], ["grid", true]].map(([key, grid]) => choice("view", key, this.words[key], this.grid === grid,
      () => { this.grid = grid; this.drawBar(); this.nodes.clear(); this.main.replaceChildren(); this.draw();
        this.bar.querySelector(`[value=${key}]`).focus(); }));
    const teams = this.board.columns.team.filter(team => team.own);
    if (!teams.some(team => team.id === this.newFor)) this.newFor = teams[0]?.id ?? "";
    const choose = h("select", { onchange: event => { this.newFor = event.target.value; } },
      ...teams.map(team => h("option", { value: team.id, text: team.name, selected: team.id === this.newFor })));
    const asked = (this.grid || this.by !== "team") && teams.length > 1;
    this.bar.replaceChildren(group(this.words.view, ...view),
      ...(this.grid ? [] : [group(this.words.columns, ...by)]),
      ...(asked ? [h("label", { class: "wall-for" }, h("span", { text: this.words.new_for }), choose)] : []));
  }

  // ---- drawing

  draw() {
    this.owners.replaceChildren(...this.board.owners.map(owner => h("option", { value: owner })));
    const active = document.activeElement, within = this.root.contains(active) ? active : null;
    const kept = within?.closest("[data-card]");
    if (this.focused && !this.card(this.focused)) this.focused = null;
    this.focused ??= this.board.cards[0]?.id ?? null;
    if (this.grid) this.drawGrid(); else this.drawColumns();
    for (const [id, node] of this.nodes) if (!this.card(id)) { node.remove(); this.nodes.delete(id); this.editors.delete(id); }
    if (within && document.activeElement !== within) {
      if (this.root.contains(within)) within.focus();
      else if (kept) this.nodes.get(kept.dataset.card)?.focus();
    }
  }

  shown(column, aside) {
    const lifted = this.lifted;
    if (lifted && lifted.column === column && lifted.aside === aside) return lifted.order.map(id => this.card(id)).filter(Boolean);
    return this.board.cards.filter(card => card[this.by] === column && card.aside === aside && card.id !== lifted?.id);
  }

  drawColumns() {
    if (!this.main.classList.contains("wall-columns")) {
      this.main.className = "wall-main wall-columns";
      this.main.replaceChildren();
      this.nodes.clear();
      this.lists = new Map();
    }
    const wanted = this.columns.map(column => `${this.by} ${column.id}`);
    const there = [...this.main.children].map(child => child.dataset.key);
    if (JSON.stringify(wanted) !== JSON.stringify(there)) {
      const old = new Map([...this.main.children].map(child => [child.dataset.key, child]));
      this.main.replaceChildren(...this.columns.map((column, place) => old.get(wanted[place]) ?? this.column(column, wanted[place])));
    }
    this.columns.forEach((column, place) => {
      const section = this.main.children[place];
      section.querySelector("h4 span").textContent = column.name;
      section.querySelector(".wall-figure").textContent = column.figure ?? "";
      section.classList.toggle("wall-others", !column.own);
      for (const aside of [false, true]) {
        const list = section.querySelector(aside ? ".wall-aside ol" : ":scope > ol");
        this.fill(list, this.shown(column.id, aside), card => this.cardNode(card));
      }
    });
  }

  column(column, key) {
    const title = `${this.uid}-${key.replace(/\W+/g, "-")}`;
    const adding = h("input", { type: "text", placeholder: this.words.new, "aria-label": `${this.words.new}: ${column.name}`,
      class: "wall-new", "data-column": column.id });
    return h("section", { class: "wall-column", "data-key": key, "data-column": column.id, "aria-labelledby": title },
      h("h4", { id: title }, ...(column.colour ? [h("i", { class: "wall-dot", style: { background: column.colour } })] : []),
        h("span", { text: column.name }), h("small", { class: "wall-figure" })),
      h("ol", { class: "wall-list", "aria-label": column.name }),
      ...(column.own ? [adding] : []),
      h("div", { class: "wall-aside" }, h("h5", { text: this.words.not_now }),
        h("ol", { class: "wall-list", "aria-label": `${column.name}: ${this.words.not_now}` })));
  }

  fill(list, cards, make) {
    const nodes = cards.map(make);
    nodes.forEach((node, place) => { if (list.children[place] !== node) list.insertBefore(node, list.children[place] ?? null); });
    for (const extra of [...list.children].slice(nodes.length)) extra.remove();
  }

  node(card, make) {
    let node = this.nodes.get(card.id);
    const told = JSON.stringify([card, this.by, card.after.map(first => this.card(first)?.name)]);
    if (!node) {
      node = make();
      node.dataset.card = card.id;
      this.nodes.set(card.id, node);
    }
    if (!this.editors.has(card.id) && node.told !== told) { node.told = told; this.paint(node, card); }
    const host = node.firstElementChild?.classList.contains("wall-card") ? node.firstElementChild : node;
    host.tabIndex = card.id === this.focused ? 0 : -1;
    host.classList.toggle("wall-lifted", this.lifted?.id === card.id);
    return node;
  }

  cardNode(card) { return this.node(card, () => h("li", { class: "wall-item" })); }
  host(id) { const node = this.nodes.get(id); return node?.querySelector(".wall-card") ?? node; }

  paint(node, card) {
    if (this.grid) { this.paintRow(node, card); return; }
    const words = this.words, area = this.board.columns.focus_area.find(each => each.id === card.focus_area);
    const early = new Set(card.early);
    const after = card.after.map(first => this.card(first)?.name ?? first).join(", ");
    const size = card.effects > 1 ? "" : card.range;
    const body = h("div", { class: `wall-card${card.own ? "" : " wall-fixed"}`, role: "group", "aria-roledescription": words.card,
      "aria-label": this.label(card), "aria-describedby": `${this.uid}-keys`, style: { "--wall-area": area?.colour ?? "var(--line)" } },
      h("div", { class: "wall-top" }, h("b", { text: card.name, "data-f": "name" }),
        ...(card.own ? [h("i", { class: "wall-grip", "aria-hidden": "true", text: "⠿" })] : [])),
      h("div", { class: "wall-size" }, h("strong", { text: card.aside ? words.not_now : card.brings, "data-f": "likely" }),
        ...(size ? [h("span", { text: size, "data-f": "low", title: words.range })] : []),
        h("span", { text: card.chance, "data-f": "probability", title: words.probability })),
      h("div", { class: "wall-who" },
        ...(this.by === "team" ? [] : [h("span", { text: this.nameOf("team", card.team) })]),
        h("span", { text: card.owner, "data-f": "owner" }),
        ...(this.by === "starts" ? [] : [h("span", { text: this.nameOf("starts", card.starts), "data-f": "starts" })])),
      ...(area?.id && this.by !== "focus_area" ? [h("div", { class: "wall-area", "data-f": "focus_area" },
        h("i", { class: "wall-dot", style: { background: area.colour } }), h("span", { text: area.name }))] : []),
      ...(after ? [h("div", { class: `wall-after${early.size ? " wall-early" : ""}`, "data-f": "after" },
        h("span", { text: `↳ ${words.first}: ${after}${early.size ? ` (${words.starts_later})` : ""}` }))] : []));
    node.replaceChildren(body);
    body.tabIndex = card.id === this.focused ? 0 : -1;
  }

  label(card) {
    const words = this.words, after = card.after.map(first => this.card(first)?.name ?? first).join(", ");
    return [card.name, card.aside ? words.not_now : `${words.brings}: ${card.brings}`, `${words.probability}: ${card.chance}`,
      this.nameOf("team", card.team), card.owner, this.nameOf("starts", card.starts),
      ...(card.focus_area ? [this.nameOf("focus_area", card.focus_area)] : []),
      ...(after ? [`${words.first}: ${after}${card.early.length ? ` (${words.starts_later})` : ""}`] : [])].join(", ");
  }

  // ---- the grid

  drawGrid() {
    const words = this.words;
    if (!this.main.classList.contains("wall-grid")) {
      this.main.className = "wall-main wall-grid";
      this.nodes.clear();
      this.rows = h("tbody");
      const head = h("tr", {}, ...GRID.map(name => h("th", { scope: "col", text: words[name] })),
        h("th", { scope: "col", class: "wall-number", text: words.brings }));
      const rows = h("textarea", { rows: 3, "aria-label": words.paste, "aria-describedby": `${this.uid}-paste` });
      this.rowsText = rows;
      this.main.replaceChildren(
        h("div", { class: "wall-scroll", tabindex: 0, role: "region", "aria-label": words.grid },
          h("table", {}, h("thead", {}, head), this.rows)),
        h("div", { class: "wall-paste" },
          h("label", {}, h("span", { text: words.new }),
            h("input", { type: "text", class: "wall-new", "aria-label": words.new })),
          h("label", {}, h("span", { text: words.paste }), rows),
          h("p", { id: `${this.uid}-paste`, text: words.paste_hint }),
          h("button", { type: "button", class: "wall-button", text: words.add_rows, onclick: () => this.addRows(rows.value) })));
    }
    const cards = [...this.board.cards.filter(card => !card.aside), ...this.board.cards.filter(card => card.aside)];
    this.fill(this.rows, cards, card => this.node(card, () => h("tr", { class: "wall-row" })));
  }

  paintRow(row, card) {
    row.setAttribute("aria-label", this.label(card));
    row.classList.toggle("wall-set-aside", card.aside);
    const shown = { team: this.nameOf("team", card.team), starts: this.nameOf("starts", card.starts), unit: this.board.units.find(unit => unit.id === card.unit)?.name ?? "",
      focus_area: card.focus_area ? this.nameOf("focus_area", card.focus_area) : "", probability: card.chance,
      after: card.after.map(first => this.card(first)?.name ?? first).join(", ") };
    row.replaceChildren(...GRID.map(name => h(name === "name" ? "th" : "td", { "data-f": name, scope: name === "name" ? "row" : null,
      text: shown[name] ?? card[name], class: ["low", "likely", "high", "probability"].includes(name) ? "wall-number" : null })),
      h("td", { class: "wall-number", text: card.aside ? this.words.not_now : card.brings }));
  }

  addRows(text) {
    if (!text.trim()) return;
    this.send({ do: "paste", text, team: this.newFor }, answer => {
      if (this.rowsText) this.rowsText.value = answer.refused ? text : answer.left;
      this.warn(answer.refused, ...(answer.problems || []));
      if (answer.said) this.say(answer.said);
    });
  }

  paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "", field = event.target;
    if (field.tagName === "TEXTAREA" || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    if (field.matches(".wall-new") && field.dataset.column && this.by === "team") this.newFor = field.dataset.column;
    this.addRows(text);
  }

  // ---- changing a card in place

  edit(id, at) {
    const card = this.card(id);
    if (!card?.own || this.editors.has(id)) return;
    const editor = { id, fields: this.fields(card), number: 0 };
    this.editors.set(id, editor);
    const node = this.nodes.get(id);
    if (this.grid) {
      [...node.children].slice(0, GRID.length).forEach((cell, place) => cell.replaceChildren(editor.fields[GRID[place]].node));
      editor.words = h("div", { class: "wall-refusal", role: "alert" });
      node.firstElementChild.append(editor.words, this.foot(card));
    } else {
      const host = this.host(id);
      editor.words = h("div", { class: "wall-refusal", role: "alert" });
      const labelled = name => {
        const field = editor.fields[name];
        return name === "after" ? field.node : h("label", { class: `wall-field wall-f-${name}` }, h("span", { text: this.words[name] }), field.node);
      };
      host.replaceChildren(h("div", { class: "wall-form" }, ...SHOWN.map(labelled)), editor.words, this.foot(card));
    }
    node.classList.add("wall-editing");
    const first = editor.fields[at] ? at : "low";
    const target = editor.fields[first].input;
    (target.disabled ? editor.fields.name.input : target).focus();
    if (target.select) target.select();
  }

  fields(card) {
    const made = {};
    const put = (name, input, read = () => input.value) => {
      const before = JSON.stringify(read());
      made[name] = { node: input, input, read, before };
    };
    const label = name => ({ "aria-label": this.words[name], "data-n": name });
    const text = (name, more) => h("input", { type: "text", value: card[name], autocomplete: "off", ...label(name), ...more });
    const choice = (name, options, chosen) => h("select", label(name),
      ...options.map(option => h("option", { value: option.id, text: option.name, selected: option.id === chosen })));
    const columns = this.board.columns, several = card.effects > 1;
    put("name", text("name"));
    put("owner", text("owner", { list: `${this.uid}-owners` }));
    for (const name of ["low", "likely", "high"])
      put(name, text(name, { inputmode: "decimal", disabled: several, title: several ? this.words.several : null }));
    put("probability", text("probability", { inputmode: "decimal" }));
    put("team", choice("team", columns.team.filter(team => team.own || team.id === card.team), card.team));
    put("starts", choice("starts", columns.starts, card.starts));
    put("focus_area", choice("focus_area", columns.focus_area, card.focus_area));
    const units = several ? [{ id: "", name: this.words.several }, ...this.board.units] : this.board.units;
    put("unit", choice("unit", units, card.unit || this.board.units[0]?.id));
    if (several) made.unit.input.disabled = true;
    this.putAfter(made, card);
    return made;
  }

  // What must come first: a choice adds one, a button takes one away.
  putAfter(made, card) {
    let after = [...card.after];
    const others = this.board.cards.filter(other => !other.aside && other.id !== card.id);
    const chips = h("span", { class: "wall-chips" });
    const choose = h("select", { "aria-label": this.words.after, "data-n": "after" });
    const show = () => {
      chips.replaceChildren(...after.map(first => {
        const name = this.card(first)?.name ?? first;
        return h("button", { type: "button", class: "wall-chip", text: `${name} ×`, "aria-label": `${this.words.remove}: ${name}`,
          onclick: () => { after = after.filter(other => other !== first); show(); choose.focus(); } });
      }));
      choose.replaceChildren(h("option", { value: "", text: after.length ? "+" : this.words.none }),
        ...others.filter(other => !after.includes(other.id)).map(other => h("option", { value: other.id, text: other.name })));
    };
    // By hand a choice counts at once; by keys, which pass over others on the way, when the choice is left.
    let byHand = false;
    const take = () => { if (choose.value) { after = [...after, choose.value]; show(); } };
    choose.addEventListener("pointerdown", () => { byHand = true; });
    choose.addEventListener("keydown", () => { byHand = false; });
    choose.addEventListener("change", () => { if (byHand) take(); });
    choose.addEventListener("blur", take);
    show();
    const node = h("div", { class: "wall-field wall-f-after" }, h("span", { text: this.grid ? "" : this.words.after }), chips, choose);
    made.after = { node, input: choose, read: () => (choose.value ? [...after, choose.value] : after), before: JSON.stringify(after) };
  }

  foot(card) {
    const button = (words, press, main) => h("button", { type: "button", class: `wall-button${main ? " wall-main-button" : ""}`, text: words, onclick: press });
    const order = way => () => this.leave(card.id, () => this.step(card.id, way));
    return h("div", { class: "wall-foot" },
      button(this.words.save, () => { this.leave(card.id); this.host(card.id)?.focus(); }, true),
      button(this.words.up, order(-1)), button(this.words.down, order(1)),
      button(card.aside ? this.words.take_back : this.words.set_aside, () => this.leave(card.id, () => this.setAside(card.id))),
      button(this.words.details, () => this.leave(card.id, () => this.send({ do: "open", id: card.id }))),
      button(this.words.cancel, () => this.cancel(card.id)));
  }

  cancel(id) {
    this.stopEditing(id);
    this.host(id)?.focus();
  }

  stopEditing(id) {
    this.editors.delete(id);
    const node = this.nodes.get(id), card = this.card(id);
    if (!node || !card) return;
    node.classList.remove("wall-editing");
    node.told = "";
    if (this.grid) node.tabIndex = 0;
    this.node(card, () => node);
  }

  // The card is left: what was typed on it is judged, all of it together.
  leave(id, then) {
    const editor = this.editors.get(id), card = this.card(id);
    if (!editor) { then?.(); return; }
    const typed = {};
    for (const [name, field] of Object.entries(editor.fields)) if (JSON.stringify(field.read()) !== field.before) typed[name] = field.read();
    if (["low", "likely", "high", "unit"].some(name => name in typed))
      for (const name of ["low", "likely", "high", "unit"]) typed[name] = editor.fields[name].read();
    if (!["low", "likely", "high"].some(name => typed[name]) && !card.effects) for (const name of ["low", "likely", "high", "unit"]) delete typed[name];
    if (!Object.keys(typed).length) { this.keepFocus(id, () => this.stopEditing(id)); then?.(); return; }
    this.send({ do: "edit", id, fields: typed }, answer => {
      editor.words.textContent = answer.refused;
      for (const [name, field] of Object.entries(editor.fields)) {
        const wrong = name in answer.fields;
        field.input.classList.toggle("wall-wrong", wrong);
        field.input.setAttribute("aria-invalid", wrong);
      }
      if (answer.refused) return;
      this.keepFocus(id, () => this.stopEditing(id));
      this.say(filled(this.words.changed, { name: typed.name ?? card.name }));
      then?.();
    });
  }

  keepFocus(id, change) {
    const inside = this.nodes.get(id)?.contains(document.activeElement);
    change();
    if (inside) this.host(id)?.focus();
  }

  blurred(event) {
    const node = event.target.closest?.("[data-card]");
    if (node && this.editors.has(node.dataset.card) && !node.contains(event.relatedTarget) && document.hasFocus())
      setTimeout(() => { if (!node.contains(document.activeElement)) this.leave(node.dataset.card); });
  }

  arrived(event) {
    const node = event.target.closest?.("[data-card]");
    if (!node || this.focused === node.dataset.card) return;
    const former = this.focused;
    this.focused = node.dataset.card;
    for (const id of [former, this.focused]) if (id && this.host(id)) this.host(id).tabIndex = id === this.focused ? 0 : -1;
  }

  add(field) {
    const name = field.value.trim();
    if (!name) return;
    field.value = "";
    const column = field.dataset.column ?? "", by = this.grid ? "team" : this.by;
    const team = by === "team" && !this.grid ? column : this.newFor;
    this.send({ do: "add", name, team, by, column }, answer => {
      this.warn(answer.refused);
      if (answer.refused && !field.value) field.value = name;
      if (answer.id) { this.focused = answer.id; this.draw(); this.say(name); }
    });
  }

  // ---- keys

  key(event) {
    const field = event.target, node = field.closest("[data-card]"), id = node?.dataset.card;
    if (field.matches(".wall-new")) {
      if (event.key === "Enter") { event.preventDefault(); this.add(field); event.stopPropagation(); }
      if (event.key === "ArrowUp") { event.preventDefault(); this.lastOf(field.dataset.column)?.focus(); }
      if (!field.value && !this.grid && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
        event.preventDefault();
        this.newOf(this.beside(field.dataset.column, event.key === "ArrowLeft" ? -1 : 1))?.focus();
      }
      return;
    }
    if (!id) return;
    if (this.editors.has(id)) {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.cancel(id); }
      else if (event.key === "Enter" && field.tagName !== "BUTTON" && field.tagName !== "TEXTAREA") {
        event.preventDefault(); event.stopPropagation();
        this.leave(id);
      }
      return;
    }
    const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const air = this.lifted?.id === id && !this.lifted.sent;
    if (way && air) this.carry(...way);
    else if (way) this.walk(id, ...way);
    else if (event.key === "Home" || event.key === "End") this.toEnd(id, event.key === "End");
    else if (event.key === " ") { if (air) this.put(); else this.lift(id); }
    else if (event.key === "Escape" && air) this.drop();
    else if ((event.key === "Enter" || event.key === "F2") && air) this.put();
    else if (event.key === "Enter" || event.key === "F2") this.edit(id, "low");
    else if (event.key.toLowerCase() === "n" && this.card(id).own && !air) this.setAside(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  idsOf(column) { return [...this.shown(column, false), ...this.shown(column, true)].map(card => card.id); }
  newOf(column) { return [...this.main.querySelectorAll(".wall-new")].find(field => field.dataset.column === column); }
  lastOf(column) {
    const ids = this.grid ? [...this.rows.children].map(row => row.dataset.card) : this.shown(column, false).map(card => card.id);
    return this.host(ids.at(-1));
  }
  beside(column, way) {
    const place = this.columns.findIndex(each => each.id === column) + way;
    return this.columns[Math.min(Math.max(place, 0), this.columns.length - 1)].id;
  }

  walk(id, across, down) {
    if (this.grid) {
      const row = this.nodes.get(id);
      (down < 0 ? row.previousElementSibling : down > 0 ? row.nextElementSibling : null)?.focus();
      return;
    }
    const card = this.card(id), own = this.idsOf(card[this.by]), place = own.indexOf(id);
    if (down) {
      const next = own[place + down];
      if (next) this.host(next).focus();
      else if (down > 0) this.newOf(card[this.by])?.focus();
      return;
    }
    const column = this.beside(card[this.by], across), ids = this.idsOf(column);
    if (column === card[this.by]) return;
    if (ids.length) this.host(ids[Math.min(place, ids.length - 1)]).focus();
    else this.newOf(column)?.focus();
  }

  toEnd(id, last) {
    if (this.grid) { (last ? this.rows.lastElementChild : this.rows.firstElementChild)?.focus(); return; }
    const ids = this.idsOf(this.card(id)[this.by]);
    this.host(last ? ids.at(-1) : ids[0])?.focus();
  }

  // ---- moving a card, by keys or by hand

  lift(id) {
    const card = this.card(id);
    if (!card.own || this.grid) return;
    const order = this.shown(card[this.by], card.aside).map(each => each.id);
    this.lifted = { id, column: card[this.by], aside: card.aside, order, from: JSON.stringify([card[this.by], card.aside, order]) };
    this.draw();
    this.say(filled(this.words.lifted, { name: card.name }));
  }

  hold(column, aside, place) {
    const lifted = this.lifted, listed = this.board.cards.filter(card => card[this.by] === column && card.aside === aside && card.id !== lifted.id);
    const order = listed.map(card => card.id);
    order.splice(Math.min(Math.max(place, 0), order.length), 0, lifted.id);
    const elsewhere = lifted.column !== column || lifted.aside !== aside;
    if (!elsewhere && lifted.order.join() === order.join()) return;
    Object.assign(lifted, { column, aside, order });
    this.draw();
    if (elsewhere) this.tryOut();
  }

  where() {
    const lifted = this.lifted;
    const column = this.columns.find(each => each.id === lifted.column).name;
    return { column: lifted.aside ? `${column}, ${this.words.not_now}` : column, place: lifted.order.indexOf(lifted.id) + 1, all: lifted.order.length };
  }

  carry(across, down) {
    const lifted = this.lifted, place = lifted.order.indexOf(lifted.id);
    if (across) {
      let column = lifted.column, next = this.beside(column, across);
      while (next !== column && !this.columns.find(each => each.id === next).own) { column = next; next = this.beside(column, across); }
      if (this.columns.find(each => each.id === next).own) this.hold(next, lifted.aside, place);
    } else if (down > 0 && place === lifted.order.length - 1 && !lifted.aside) this.hold(lifted.column, true, 0);
    else if (down < 0 && place === 0 && lifted.aside) this.hold(lifted.column, false, Infinity);
    else this.hold(lifted.column, lifted.aside, place + down);
    this.host(lifted.id).focus();
    this.host(lifted.id).scrollIntoView({ block: "nearest", inline: "nearest" });
    this.say(filled(this.words.at, this.where()));
  }

  // The bridge moves while the card is in the air. One question at a time is on its way; the last place is asked for in the end.
  tryOut() {
    if (this.trying) { this.again = true; return; }
    const lifted = this.lifted?.sent ? null : this.lifted;
    this.trying = true;
    this.send(lifted ? { do: "try", id: lifted.id, by: this.by, column: lifted.column, aside: lifted.aside, order: lifted.order } : { do: "try" }, () => {
      this.trying = false;
      if (this.again) { this.again = false; if (!this.lifted?.sent) this.tryOut(); }
    });
  }

  drop() {
    const { id } = this.lifted;
    this.lifted = null;
    this.draw();
    this.tryOut();
    this.host(id).focus();
    this.say(filled(this.words.back, { name: this.card(id).name }));
  }

  put() {
    const lifted = this.lifted, { id, column, aside, order } = lifted;
    this.again = false;
    if (JSON.stringify([column, aside, order]) === lifted.from) { this.drop(); return; }
    const words = filled(this.words.put, { name: this.card(id).name, ...this.where() });
    lifted.sent = true;
    this.send({ do: "move", id, by: this.by, column, aside, order }, answer => {
      const inside = this.host(lifted.id)?.contains(document.activeElement);
      if (this.lifted === lifted) this.lifted = null;
      this.draw();
      if (inside) this.host(id)?.focus();
      this.warn(answer.refused);
      if (answer.refused) this.tryOut();
      else this.say(words);
    });
  }

  // One place up or down, or to the other list of its column, without carrying it there.
  step(id, way) {
    const grid = this.grid, by = this.by;
    this.by = grid ? "team" : by;
    const card = this.card(id), order = this.board.cards.filter(each => each[this.by] === card[this.by] && each.aside === card.aside).map(each => each.id);
    const place = order.indexOf(id), to = place + way;
    const sent = { do: "move", id, by: this.by, column: card[this.by], aside: card.aside, order };
    this.by = by;
    if (to < 0 || to >= order.length) return;
    order.splice(place, 1);
    order.splice(to, 0, id);
    this.send(sent, answer => { this.warn(answer.refused); this.host(id)?.focus(); });
  }

  setAside(id) {
    const card = this.card(id), aside = !card.aside;
    const order = this.board.cards.filter(each => each.team === card.team && each.aside === aside).map(each => each.id);
    this.send({ do: "move", id, by: "team", column: card.team, aside, order: [...order, id] }, answer => {
      this.warn(answer.refused);
      this.host(id)?.focus();
      if (!answer.refused) this.say(`${card.name}: ${aside ? this.words.not_now : this.nameOf("team", card.team)}`);
    });
  }

  press(event) {
    const host = event.target.closest("[data-card]"), id = host?.dataset.card;
    if (!id || event.button || this.editors.has(id) || this.lifted) return;
    if (this.grid) { this.clicked(event, id); return; }
    const card = this.card(id), start = { x: event.clientX, y: event.clientY };
    const touch = event.pointerType === "touch", grip = event.target.closest(".wall-grip");
    let ghost = null, moving = false;
    const begin = () => {
      const box = this.host(id).getBoundingClientRect();
      start.left = box.left - start.x;
      start.top = box.top - start.y;
      this.lift(id);
      ghost = this.host(id).cloneNode(true);
      ghost.className += " wall-ghost";
      ghost.setAttribute("aria-hidden", "true");
      ghost.removeAttribute("tabindex");
      ghost.style.width = `${box.width}px`;
      this.root.append(ghost);
      this.root.classList.add("wall-dragging");
      moving = true;
    };
    const move = now => {
      if (!moving) {
        if (Math.hypot(now.clientX - start.x, now.clientY - start.y) < FAR || !card.own || (touch && !grip)) return;
        begin();
      }
      now.preventDefault();
      ghost.style.transform = `translate(${now.clientX + start.left}px, ${now.clientY + start.top}px)`;
      this.scrollAt(now);
      this.over(now.clientX, now.clientY);
    };
    const end = now => {
      this.letGo();
      if (moving) { if (now.type === "pointerup") this.put(); else this.drop(); }
      else if (now.type === "pointerup") this.clicked(now, id);
    };
    const escape = now => { if (now.key === "Escape" && moving) { this.letGo(); this.drop(); } };
    this.letGo = () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      document.removeEventListener("keydown", escape);
      ghost?.remove();
      this.root.classList.remove("wall-dragging");
      this.letGo = null;
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
    document.addEventListener("keydown", escape);
    if (card.own && (!touch || grip)) event.preventDefault(); // no text is selected while a card moves
    this.host(id).focus({ preventScroll: true });
  }

  clicked(event, id) {
    const at = event.target.closest("[data-f]")?.dataset.f;
    if (event.type === "pointerdown") event.preventDefault();
    this.edit(id, at ?? "low");
  }

  over(x, y) {
    const section = [...this.main.children].find(each => { const box = each.getBoundingClientRect(); return x >= box.left && x <= box.right; });
    if (!section || section.classList.contains("wall-others")) return;
    const aside = y > section.querySelector(".wall-aside").getBoundingClientRect().top;
    const list = section.querySelector(aside ? ".wall-aside ol" : ":scope > ol");
    const others = [...list.children].filter(node => node.dataset.card !== this.lifted.id);
    const place = others.filter(node => { const box = node.getBoundingClientRect(); return y > box.top + box.height / 2; }).length;
    this.hold(section.dataset.column, aside, place);
  }

  scrollAt({ clientX, clientY }) {
    const box = this.main.getBoundingClientRect(), edge = 48;
    if (clientX > box.right - edge) this.main.scrollLeft += 14;
    if (clientX < box.left + edge) this.main.scrollLeft -= 14;
    if (clientY > window.innerHeight - edge) window.scrollBy(0, 14);
    if (clientY < edge) window.scrollBy(0, -14);
  }
}

export default {
  render({ model, el }) {
    const wall = new Wall(model, el);
    return () => wall.close();
  },
};
