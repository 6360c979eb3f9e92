"use strict";
// What the page can do without, done more easily: it follows the room, and dots are given with a thumb.
const at = document.body.dataset.at, forms = [...document.querySelectorAll("form")];
const find = name => document.getElementById(name);
let typing = false;
forms.forEach(form => form.addEventListener("input", () => { typing = true; }));
forms.forEach(form => form.addEventListener("submit", () => form.querySelectorAll("button:not([type=button])").forEach(button => setTimeout(() => { button.disabled = true; }))));
const look = async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch("/state", {cache: "no-store"});
    find("lost").hidden = true;
    if (answer.status === 429) return;
    if (!answer.ok || (await answer.json()).at !== at) {
      if (typing) find("moved").hidden = false; else location.replace("/");
    }
  } catch { find("lost").hidden = false; }
};
if (at) { setInterval(look, 3000); document.addEventListener("visibilitychange", look); }
const left = find("left"), dots = [...document.querySelectorAll(".vote input")];
if (left) {
  const given = () => dots.reduce((sum, input) => sum + (parseInt(input.value, 10) || 0), 0);
  const most = Number(left.dataset.dots), say = () => { left.textContent = left.dataset.words.replace("#", most - given()); };
  dots.forEach(input => {
    const name = input.labels[0].textContent, frame = document.createElement("span");
    frame.className = "count";
    input.replaceWith(frame);
    const step = (sign, by) => {
      const button = document.createElement("button");
      button.type = "button"; button.className = "quiet"; button.textContent = sign;
      button.setAttribute("aria-label", sign + " " + name);
      button.addEventListener("click", () => {
        const now = (parseInt(input.value, 10) || 0) + by;
        if (now >= 0 && (by < 0 || given() < most)) { input.value = now; typing = true; say(); }
      });
      return button;
    };
    frame.append(step("\u2212", -1), input, step("+", 1));
    input.addEventListener("input", say);
  });
  say();
}
