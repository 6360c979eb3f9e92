"""How the workshop looks, and the names that its controls have for screen readers.

One accent colour, that of the charts; type and spacing that can be read across a room. The browser's slider handles
have no name of their own, so a few lines of script give each the label that stands beside it.
"""

import ipywidgets as widgets

from okr_lib.display.picture import ACCENT, BAD, GOOD, GRID, INK, MUTED

CSS = f"""
.okr {{ --okr-accent: {ACCENT}; --okr-ink: {INK}; --okr-muted: {MUTED}; --okr-line: {GRID}; --okr-bad: {BAD};
  --okr-good: {GOOD}; color: var(--okr-ink); background: #fff; font-size: 15px; line-height: 1.45; padding: 4px 20px 24px;
  max-width: 1440px; box-sizing: border-box; overflow: visible; font-family: system-ui, "Segoe UI", Roboto, sans-serif;
  --jp-widgets-font-size: 15px; --jp-widgets-input-font-size: 15px; --jp-widgets-inline-height: 34px;
  --jp-widgets-color: {INK}; --jp-widgets-label-color: {INK}; --jp-widgets-input-border-color: #8a95a1;
  --jp-widgets-input-focus-border-color: {ACCENT}; --jp-ui-font-color1: {INK}; --jp-brand-color1: {ACCENT}; }}
.okr, .okr .widget-box, .okr .widget-vbox, .okr .widget-hbox {{ overflow: visible; }}
.okr .widget-html-content {{ font-size: inherit; line-height: inherit; }}
.okr .widget-html {{ height: auto; margin: 0; }}
.okr h2 {{ font-size: 24px; margin: 0; font-weight: 650; }}
.okr h3 {{ font-size: 18px; margin: 22px 0 4px; font-weight: 650; }}
.okr h4 {{ font-size: 15px; margin: 14px 0 2px; font-weight: 650; }}
.okr p {{ margin: 2px 0 8px; }}
.okr-head {{ align-items: center; gap: 10px; padding: 10px 0 8px; }}
.okr-head > :first-child {{ flex: 1 1 auto; }}
.okr-status {{ color: var(--okr-muted); font-size: 14px; }}
.okr-status .okr-bad {{ color: var(--okr-bad); font-weight: 600; }}
.okr-tiles {{ display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 14px; margin: 4px 0 14px; }}
.okr-tile {{ border: 1px solid var(--okr-line); border-radius: 10px; padding: 7px 16px 9px; }}
.okr-tile span {{ display: block; color: var(--okr-muted); font-size: 14px; }}
.okr-tile b {{ display: block; font-size: 25px; line-height: 1.2; font-weight: 650; white-space: nowrap; }}
.okr-tile.okr-open {{ border-color: var(--okr-bad); }} .okr-tile.okr-open b {{ color: var(--okr-bad); }}
.okr-tile.okr-closed {{ border-color: var(--okr-good); }} .okr-tile.okr-closed b {{ color: var(--okr-good); }}
.okr-top {{ position: sticky; top: 0; z-index: 5; background: #fff; border-bottom: 1px solid var(--okr-line); }}
.okr-steps {{ flex-wrap: wrap; gap: 6px; padding: 0 0 12px; }}
.okr button.jupyter-button {{ height: 36px; line-height: 34px; width: auto; padding: 0 14px; border-radius: 8px; margin: 0;
  font-size: 15px; font-family: inherit; flex: 0 0 auto; overflow: visible; background: #fff; border: 1px solid #8a95a1; color: var(--okr-ink); box-shadow: none; }}
.okr button.jupyter-button:hover:enabled {{ border-color: var(--okr-accent); color: var(--okr-accent); }}
.okr button.jupyter-button:disabled {{ color: #5b6875; border-color: var(--okr-line); opacity: 0.75; }}
.okr button.okr-main, .okr button.okr-current {{ background: var(--okr-accent); border-color: var(--okr-accent);
  color: #fff; font-weight: 600; }}
.okr button.okr-main:disabled {{ display: none; }}
.okr button.okr-main:hover:enabled, .okr button.okr-current:hover:enabled {{ color: #fff; background: #005a8e; }}
.okr button:focus-visible, .okr input:focus-visible, .okr select:focus-visible, .okr textarea:focus-visible,
.okr .noUi-handle:focus-visible {{ outline: 3px solid var(--okr-accent); outline-offset: 2px; }}
.okr-body {{ align-items: flex-start; gap: 32px; padding-top: 16px; }}
.okr-work {{ flex: 1 1 63%; min-width: 0; }}
.okr-side {{ flex: 1 1 37%; min-width: 320px; position: sticky; top: 232px; }}
.okr-side.okr-noted {{ top: 330px; }}
.okr-conflict {{ align-items: center; gap: 10px; padding: 2px 0 10px; }} .okr-conflict p {{ margin: 0; }}
.okr-side h3 {{ margin: 0 0 8px; font-size: 17px; }}
.jp-OutputArea-output:has(.okr), .jp-OutputArea-child:has(.okr), .jp-OutputArea:has(.okr) {{ overflow: visible !important; }}
.okr h3.okr-question {{ font-size: 21px; margin: 0 0 10px; color: var(--okr-accent); }}
.okr-number {{ color: var(--okr-muted); font-size: 14px; }}
.okr-row {{ gap: 2px 18px; margin-top: 4px; flex-wrap: wrap; align-items: flex-start; }}
.okr-row > .okr-field {{ flex: 1 1 180px; max-width: 100%; }}
.okr-field {{ margin: 4px 0; min-width: 0; }}
.okr-field .widget-text, .okr-field .widget-textarea, .okr-field .widget-dropdown, .okr-field .widget-datepicker,
.okr-field .widget-select-multiple {{ display: flex; flex-direction: column; align-items: stretch; height: auto;
  width: 100%; margin: 0; }}
.okr-field .widget-label {{ width: 100%; text-align: left; height: auto; line-height: 1.35; margin: 0 0 2px;
  font-size: 14px; color: var(--okr-muted); white-space: normal; }}
.okr-field input[type=text], .okr-field input[type=date], .okr-field select {{ height: 34px; width: 100%;
  border-radius: 6px; padding: 4px 8px; box-sizing: border-box; }}
.okr .okr-field select, .okr .okr-field input, .okr .okr-field textarea, .okr .widget-select select {{ flex: 0 0 auto;
  font-family: inherit; }}
.okr-field .widget-select-multiple select {{ height: auto; }}
.okr textarea {{ border-radius: 6px; padding: 6px 8px; width: 100%; box-sizing: border-box; }}
.okr-label {{ font-size: 14px; color: var(--okr-muted); }}
.okr-hint {{ font-size: 13px; color: var(--okr-muted); }}
.okr-numbers {{ gap: 8px; align-items: flex-end; }} .okr-numbers .widget-label {{ white-space: nowrap !important; }} .okr-numbers .widget-text {{ flex: 1 1 70px; min-width: 0; }}
.okr .okr-ticks {{ max-height: 190px; overflow: hidden auto; display: block; }}
.okr-ticks .widget-checkbox {{ width: 100%; height: auto; margin: 2px 0; }}
.okr-ticks .widget-checkbox label {{ padding-left: 24px; text-indent: -22px; }}
.okr .widget-checkbox label {{ white-space: normal; line-height: 1.35; }}
.okr-refused input {{ border-color: var(--okr-bad) !important; border-width: 2px; }}
.okr-refusal, .okr-words {{ color: var(--okr-bad); font-weight: 600; font-size: 14px; }}
.okr-slider-row {{ align-items: flex-end; gap: 14px; }}
.okr-slider-row .widget-text {{ flex: 0 0 140px; }}
.okr-slider-row .okr-slider {{ flex: 1 1 120px; width: auto; margin: 0 6px 0 0; height: 34px; }}
.okr-slider .widget-label, .okr-hidden-label .widget-label {{ position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }}
.okr .noUi-connect {{ background: var(--okr-accent); }}
.okr .noUi-handle {{ border: 2px solid var(--okr-accent); background: #fff; }}
.okr-list {{ gap: 22px; align-items: flex-start; }}
.okr-list > :first-child {{ flex: 0 0 230px; }}
.okr-stacked {{ flex-direction: column; gap: 10px; }} .okr-stacked > :first-child {{ flex: 0 0 auto; width: 100%; }}
.okr-stacked > :last-child {{ width: 100%; }}
.okr-list > :last-child {{ flex: 1 1 auto; min-width: 0; }}
.okr-list .widget-select {{ display: flex; flex-direction: column; width: 100%; height: auto; margin: 0; }}
.okr-list .widget-select select {{ width: 100%; border-radius: 6px; padding: 4px; }}
.okr-list .widget-select .widget-label {{ text-align: left; width: 100%; height: auto; line-height: 1.4; margin: 0 0 4px;
  font-size: 17px; font-weight: 650; }}
.okr-list {{ padding: 10px 0 4px; }}
.okr-add {{ align-items: flex-end; gap: 8px; margin-top: 6px; }} .okr-add .okr-field {{ flex: 1 1 auto; margin: 0; }}
.okr .okr-team {{ border-bottom: 1px solid var(--okr-line); padding: 8px 0; display: grid; gap: 2px 14px; align-items: end;
  grid-template-columns: minmax(210px, 1fr) 128px 84px 84px 124px; overflow: visible; }}
.okr .okr-team.okr-weighted {{ grid-template-columns: minmax(190px, 1fr) 110px 76px 76px 76px 110px; }}
.okr-team .okr-slider-row .widget-text {{ flex: 0 0 96px; }}
.okr-team .okr-field {{ margin: 0; }} .okr-team .widget-checkbox {{ width: auto; height: auto; margin-bottom: 6px; }}
.okr-team .okr-brings {{ color: var(--okr-muted); font-size: 14px; align-self: center; padding-top: 16px; }}
.okr-row.okr-effect {{ border: 1px solid var(--okr-line); border-radius: 8px; padding: 8px 12px; margin: 4px 0; flex-wrap: nowrap;
  align-items: flex-end; }}
.okr-effect > .okr-field:first-child {{ flex: 1 1 130px; }} .okr-effect > .okr-field {{ flex: 2 1 200px; }}
.okr-effect > button {{ margin-bottom: 5px !important; }}
.okr-check {{ border-top: 1px solid var(--okr-line); margin-top: 22px; padding-top: 10px; }}
.okr-check ul, .okr-findings ul, .okr-notes ul {{ list-style: none; margin: 0; padding: 0; }}
.okr-check li, .okr-findings li {{ padding: 2px 0 2px 26px; text-indent: -26px; }}
.okr-check li::before, .okr-findings li::before {{ display: inline-block; width: 26px; text-indent: 0; font-weight: 700; }}
.okr-check li.okr-done::before {{ content: "✓"; color: var(--okr-good); }}
.okr-check li.okr-todo::before {{ content: "○"; color: var(--okr-bad); }}
.okr-findings li::before {{ content: "→"; color: var(--okr-accent); }}
.okr-note {{ border-left: 4px solid var(--okr-accent); background: #eef5fa; padding: 6px 12px; margin: 4px 0; }}
.okr-note.okr-bad {{ border-color: var(--okr-bad); background: #fbeeea; }}
.okr-room {{ border-bottom: 1px solid var(--okr-line); padding-bottom: 8px; }}
.okr-room .okr-room-top {{ gap: 6px 32px; flex-wrap: wrap; align-items: flex-start; }} .okr-room-top > :last-child {{ flex: 1 1 420px; }}
.okr-join {{ display: flex; gap: 6px 20px; align-items: center; flex-wrap: wrap; }} .okr-join svg {{ display: block; }}
.okr-join b {{ font-size: 46px; line-height: 1.1; letter-spacing: 0.06em; white-space: nowrap; }} .okr-join p {{ max-width: 240px; }}
.okr .okr-dots {{ color: var(--okr-accent); text-align: left; overflow-wrap: anywhere; letter-spacing: 0.1em; }}
.okr-parked {{ align-items: center; gap: 10px; border-bottom: 1px solid var(--okr-line); }} .okr-parked > :first-child {{ flex: 1 1 auto; }}
.okr-foot {{ gap: 10px; margin-top: 18px; }}
.okr table {{ border-collapse: collapse; width: 100%; margin: 8px 0 12px; }}
.okr th, .okr td {{ padding: 7px 10px; text-align: right; border-bottom: 1px solid var(--okr-line); font-size: 15px; }}
.okr th:first-child, .okr td:first-child {{ text-align: left; }}
.okr th {{ color: var(--okr-muted); font-weight: 600; font-size: 14px; }}
.okr table.mathjax_ignore :is(th, td) {{ text-align: left; vertical-align: top; }}
.okr table.mathjax_ignore .number {{ text-align: right; white-space: nowrap; }} .okr thead .number {{ white-space: normal !important; }}
.okr td.good {{ color: var(--okr-good); }} .okr td.bad {{ color: var(--okr-bad); }} .okr td.strong, .okr .total > * {{ font-weight: 650; }}
.okr tr.okr-total td {{ font-weight: 650; border-top: 2px solid var(--okr-ink); border-bottom: none; }}
@media (max-width: 1000px) {{ .okr-body {{ flex-direction: column; }} .okr-side {{ position: static; width: 100%; }}
  .okr-tiles {{ grid-template-columns: repeat(2, minmax(0, 1fr)); }} .okr-list {{ flex-direction: column; }}
  .okr .okr-team, .okr .okr-team.okr-weighted {{ grid-template-columns: 1fr 1fr; }} }}
"""

SCRIPT = """
if (!window.okrNames) {
  window.okrNames = true;
  let planned = false;
  const set = (element, name, value) => { if (element.getAttribute(name) !== value) element.setAttribute(name, value); };
  const name = () => {
    planned = false;
    document.querySelectorAll('.okr .okr-slider').forEach(slider => {
      const label = slider.querySelector('label'), handle = slider.querySelector('.noUi-handle');
      if (label && handle) set(handle, 'aria-label', label.textContent);
    });
    document.querySelectorAll('.okr .widget-checkbox span[title]').forEach(words => set(words, 'title', words.textContent));
    document.querySelectorAll('.okr .okr-field').forEach(field => {
      const words = field.querySelector('.okr-refusal [role=alert]');
      field.querySelectorAll('input').forEach(input => set(input, 'aria-invalid', words ? 'true' : 'false'));
      const group = field.querySelector('.okr-numbers, .okr-ticks'), label = field.querySelector('.okr-label');
      if (group && label) { set(group, 'role', 'group'); set(group, 'aria-label', label.textContent); }
      field.querySelectorAll('.okr-numbers input[title], .okr-numbers input').forEach(input => {
        const own = input.parentElement.querySelector('label');
        if (own && label) set(input, 'aria-label', label.textContent + ': ' + own.textContent);
      });
    });
    document.querySelectorAll('.okr .okr-team').forEach(line => {
      const team = line.querySelector('label');
      line.querySelectorAll('.okr-field input[type=text]').forEach(input => {
        const own = input.parentElement.querySelector('label');
        if (team && own && own !== team && !input.closest('.okr-slider'))
          set(input, 'aria-label', team.textContent.trim() + ': ' + own.textContent.trim());
      });
    });
    document.querySelectorAll('.okr').forEach(page => {
      const top = page.querySelector('.okr-top'), side = page.querySelector('.okr-side');
      const below = top ? top.offsetHeight + 12 + 'px' : '';
      if (side && side.style.top !== below) side.style.top = below;
    });
    document.querySelectorAll('.okr .okr-steps button').forEach(button =>
      set(button, 'aria-current', button.classList.contains('okr-current') ? 'step' : 'false'));
  };
  const plan = () => { if (!planned) { planned = true; setTimeout(name, 50); } };
  new MutationObserver(plan).observe(document.body, {childList: true, subtree: true});
  name();
}
"""


def page_style() -> widgets.HTML:
    """The style of everything inside a box of class ``okr``."""
    return widgets.HTML(f"<style>{CSS}</style>", layout=widgets.Layout(display="none"))


def accessible_names() -> widgets.Output:
    """The script that gives controls the names screen readers need; shown once, it goes on for what comes later."""
    data = {"application/javascript": SCRIPT, "text/plain": ""}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    return widgets.Output(outputs=(output,))
