// A picture with a button over each of its rows; Python is told which one was chosen.

export default {
  render({ model, el }) {
    const root = document.createElement("div");
    root.className = "okr-pick";
    el.append(root);
    const draw = () => {
      if (!model.get("source")) { root.replaceChildren(); return; }
      const image = document.createElement("img");
      image.src = model.get("source");
      image.alt = model.get("alt");
      const buttons = model.get("rows").map((row, place) => {
        const button = document.createElement("button");
        button.type = "button";
        button.title = row.label;
        button.setAttribute("aria-label", row.label);
        button.style.top = `${100 * row.top}%`;
        button.style.height = `${100 * row.height}%`;
        button.addEventListener("click", () => model.send({ pick: place }));
        return button;
      });
      root.replaceChildren(image, ...buttons);
    };
    const changes = "change:source change:alt change:rows";
    model.on(changes, draw);
    draw();
    return () => model.off(changes, draw);
  },
};
