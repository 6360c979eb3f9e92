// The script of the workshop's pages: names for screen readers, what keys do, and whether what is on the screen is true.
// It runs once a page and finds what it needs in the page itself: in a notebook, what is shown comes and goes.
if (!window.okrPage) {
  window.okrPage = true;
  const PULSE = 700, PATIENCE = 8000; // milliseconds between two looks; that a busy server may take
  const READING = 30000; // milliseconds that a note stays which asks for nothing
  const all = (where, what) => [...where.querySelectorAll(what)];
  const set = (element, name, value) => { if (element.getAttribute(name) !== value) element.setAttribute(name, value); };
  const config = JSON.parse(document.getElementById('jupyter-config-data')?.textContent || '{}');
  const settings = () => {
    const told = all(document, '.okr-told [data-told]').at(-1);
    return told ? JSON.parse(told.dataset.told) : null;
  };
  const store = {
    get: name => { try { return JSON.parse(sessionStorage.getItem('okr ' + name)); } catch { return null; } },
    set: (name, value) => { try { sessionStorage.setItem('okr ' + name, JSON.stringify(value)); } catch { /* none here */ } },
  };

  // ---- names and states for screen readers
  const unitOf = label => label.match(/\(([^()]*)\)\s*$/)?.[1] || '';
  const sliders = () => all(document, '.okr .okr-slider').forEach(slider => {
    const label = slider.querySelector('label'), handle = slider.querySelector('.noUi-handle');
    if (!label || !handle) return;
    set(handle, 'aria-label', label.textContent);
    const beside = slider.parentElement.querySelector('.widget-text'), typed = beside?.querySelector('input')?.value;
    if (typed) set(handle, 'aria-valuetext', `${typed}\u00a0${unitOf(beside.querySelector('label').textContent)}`.trim());
  });
  const groups = () => {
    all(document, '.okr .widget-checkbox span[title]').forEach(words => set(words, 'title', words.textContent));
    all(document, '.okr .okr-field').forEach(field => {
      const words = field.querySelector('.okr-refusal [role=alert]');
      all(field, 'input').forEach(input => set(input, 'aria-invalid', words ? 'true' : 'false'));
      const group = field.querySelector('.okr-numbers, .okr-ticks'), label = field.querySelector('.okr-label');
      if (group && label) { set(group, 'role', 'group'); set(group, 'aria-label', label.textContent); }
      all(field, '.okr-numbers input').forEach(input => {
        const own = input.parentElement.querySelector('label');
        if (own && label) set(input, 'aria-label', label.textContent + ': ' + own.textContent);
      });
    });
    all(document, '.okr .okr-team').forEach(line => {
      const team = line.querySelector('label');
      all(line, '.okr-field input[type=text]').forEach(input => {
        const own = input.parentElement.querySelector('label');
        if (team && own && own !== team && !input.closest('.okr-slider'))
          set(input, 'aria-label', team.textContent.trim() + ': ' + own.textContent.trim());
      });
    });
    all(document, '.okr .okr-steps button').forEach(button =>
      set(button, 'aria-current', button.classList.contains('okr-current') ? 'step' : 'false'));
  };
  const tables = () => all(document, '.okr table').forEach(table => { // one that is wider than its place is scrolled by keys, too
    if (table.scrollWidth > table.clientWidth + 1) set(table, 'tabindex', '0');
    else table.removeAttribute('tabindex');
  });
  const heads = () => all(document, '.okr').forEach(page => { // what scrolls stops below what sticks
    const top = page.querySelector('.okr-top');
    const bar = top && getComputedStyle(top).display === 'contents' ? top.querySelector('.okr-bar') : top;
    const height = `${bar ? bar.offsetHeight : 0}px`;
    if (page.style.getPropertyValue('--okr-head') !== height) page.style.setProperty('--okr-head', height);
  });

  const notes = () => all(document, '.okr .okr-note[role=status]:not([data-seen])').forEach(note => { // read, they leave
    note.dataset.seen = 'yes';
    setTimeout(() => { if (!note.contains(document.activeElement)) note.remove(); }, READING);
  });

  // ---- steps: a new one opens at its head; the page opened again shows the one it showed
  let shown = null;
  const steps = () => {
    const buttons = all(document, '.okr .okr-steps button'), now = buttons.findIndex(b => b.classList.contains('okr-current'));
    if (now < 0) return;
    const kept = store.get('step');
    if (shown === null && config.kernelId && kept !== null && kept !== now && buttons[kept]) buttons[kept].click();
    else if (shown !== null && shown !== now) {
      const page = buttons[0].closest('.okr');
      if (page.getBoundingClientRect().top < 0) page.scrollIntoView();
    }
    if (shown === null && kept !== null && kept !== now) shown = kept;
    else { shown = now; store.set('step', now); }
  };
  const present = () => all(document, '.okr').forEach(page => {
    const on = page.classList.toggle('okr-presenting');
    all(page, '.okr-present').forEach(button => set(button, 'aria-pressed', String(on)));
    heads();
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && document.querySelector('.okr-presenting')) present();
  });

  // ---- a timer that can be ignored: minutes of each step, kept while the page is open
  const minutes = step => { const kept = store.get(`timer ${step}`); return kept || {spent: 0, since: 0}; };
  const timers = () => all(document, '.okr .okr-timer').forEach(timer => {
    const {spent, since} = minutes(timer.dataset.step), running = since > 0;
    const now = Math.floor((spent + (running ? Date.now() - since : 0)) / 60000);
    const text = timer.dataset.said.replace('{spent}', now);
    if (timer.textContent !== text) timer.textContent = text;
    set(timer, 'aria-pressed', String(running));
    timer.classList.toggle('okr-over', now > Number(timer.dataset.minutes));
  });
  document.addEventListener('click', event => {
    const timer = event.target.closest?.('.okr-timer');
    if (!timer) return;
    const {spent, since} = minutes(timer.dataset.step);
    store.set(`timer ${timer.dataset.step}`,
      since ? {spent: spent + Date.now() - since, since: 0} : {spent, since: Date.now()});
    timers();
  });

  // ---- the focus stays where people work, though fields around it are made anew
  let last = null;
  document.addEventListener('focusin', event => {
    if (!event.target.closest?.('.okr')) return;
    const around = [];
    for (let at = event.target.parentElement; at; at = at.parentElement) around.push(at);
    last = {at: event.target, name: label(event.target), kind: event.target.tagName, around};
  });
  document.addEventListener('focusout', event => setTimeout(() => { // left, not taken away
    if (last?.at === event.target && event.target.isConnected) last = null;
  }));
  const focusAgain = () => {
    if (!last || last.at.isConnected || document.activeElement !== document.body) return;
    const near = last.around.find(at => at.isConnected), {name, kind} = last;
    last = null;
    const same = all(document, `.okr ${kind.toLowerCase()}`).find(at => name && label(at) === name && !at.disabled);
    const next = near && all(near, 'input, select, textarea, button').find(at => !at.disabled && at.offsetParent);
    (same || next)?.focus({preventScroll: true});
  };
  const editable = at => at?.closest?.('input, textarea, select, [contenteditable], .noUi-handle, [role=slider], [role=grid], [role=listbox], .okr-wall');
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    const walk = {ArrowRight: '.okr-next', PageDown: '.okr-next', ArrowLeft: '.okr-back', PageUp: '.okr-back'}[event.key];
    const button = walk && document.querySelector(`.okr ${walk}`);
    const onPage = document.activeElement === document.body || document.activeElement?.closest('.okr');
    const paging = event.key.startsWith('Page') && !document.querySelector('.okr-presenting');
    if (!button || button.disabled || !onPage || paging || editable(document.activeElement)) return;
    event.preventDefault();
    button.click();
  });
  const typing = at => at?.closest?.('textarea, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=range], [type=button])');
  document.addEventListener('keydown', event => { // Ctrl+Z takes the last change back; in a field it is the browser's own
    const key = event.key.toLowerCase(), place = key === 'y' || event.shiftKey ? 1 : 0;
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !'zy'.includes(key) || event.defaultPrevented) return;
    const at = document.activeElement, button = all(document, '.okr .okr-undo button')[place];
    if (!button || typing(at) || !(at?.closest('.okr') || (at === document.body && config.kernelId))) return;
    event.preventDefault();
    if (!button.disabled) button.click();
  });
  document.addEventListener('keydown', event => { // Enter in "New ..." adds, and the next may be typed
    const adder = event.key === 'Enter' && !event.isComposing && event.target.closest?.('.okr-add');
    if (!adder || event.target.tagName !== 'INPUT') return;
    event.target.dispatchEvent(new Event('change', {bubbles: true}));
    adder.querySelector('button')?.click();
    event.target.focus();
  }, true); // before the field, which lets no key pass
  document.addEventListener('click', event => {
    const adder = event.target.closest?.('.okr-add');
    if (adder && event.target.closest('button')) adder.querySelector('input')?.focus();
    if (event.target.closest?.('.okr-print')) window.print();
    if (event.target.closest?.('.okr-present')) present();
    const note = event.target.closest?.('.okr-close');
    if (note) note.closest('.okr-note').remove();
  });

  // ---- cells pasted from a spreadsheet fill the fields they cover
  const type = (input, text) => {
    input.value = text;
    input.dispatchEvent(new Event('input', {bubbles: true}));
    input.dispatchEvent(new Event('change', {bubbles: true}));
  };
  document.addEventListener('paste', event => {
    const start = event.target.closest?.('.okr-numbers input'), text = event.clipboardData?.getData('text/plain') || '';
    const cells = text.replace(/\r?\n$/, '').split(/[\t\r\n]+/).map(cell => cell.trim());
    if (!start || cells.length < 2) return;
    event.preventDefault();
    const inputs = all(start.closest('.okr-numbers'), 'input'), first = inputs.indexOf(start);
    cells.forEach((cell, place) => { if (inputs[first + place]) type(inputs[first + place], cell); });
    inputs[Math.min(first + cells.length, inputs.length) - 1].focus();
  });

  // ---- whether all that was typed has arrived
  let typed = null, asked = 0, answered = 0, waiting = 0;
  function label(at) { return (at.getAttribute('aria-label') || at.labels?.[0]?.innerText || (at.tagName === 'BUTTON' ? at.innerText : '')).trim(); }
  const showTyped = () => all(document, '.okr').forEach(page =>
    page.classList.toggle('okr-pending', Boolean(typed && !typed.saved)));
  const ask = () => {
    const input = document.querySelector('.okr-told input');
    if (!input || state) return;
    type(input, String(++asked));
    if (typed) typed.asked = asked;
  };
  document.addEventListener('input', event => {
    const at = event.target;
    if (!at.closest?.('.okr') || at.closest('.okr-told') || at.closest('.okr-free')) return;
    typed = {label: label(at), value: at.type === 'checkbox' ? '' : at.value, saved: false, asked: 0};
    store.set('typed', typed);
    showTyped();
    clearTimeout(waiting);
    if (at.tagName === 'TEXTAREA' || at.type !== 'text') waiting = setTimeout(ask, 900);
  });
  for (const kind of ['change', 'focusout']) document.addEventListener(kind, event => {
    if (!event.target.closest?.('.okr') || event.target.closest('.okr-told') || !typed || typed.saved) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, kind === 'change' ? 30 : 700); // a text that is told letter by letter counts after half a second
  });
  const arrived = () => {
    const told = Number(all(document, '.okr-told [data-answer]').at(-1)?.dataset.answer || 0);
    if (told === answered) return;
    answered = told;
    if (typed && typed.asked && answered >= typed.asked) { typed.saved = true; store.set('typed', typed); }
    showTyped();
  };

  // ---- whether anybody listens
  let state = '', since = 0, focused = null;
  const sentence = (words, kind) => {
    const last = typed || store.get('typed');
    if (!last) return words[kind];
    const named = last.value ? (last.saved ? words.saved : words.typed) : '';
    return `${words[kind]} ${named.replace('{value}', () => last.value).replace('{label}', () => last.label)}`.trim();
  };
  const banner = (kind, words) => {
    let place = document.querySelector('.okr-banner');
    if (!kind) { place?.remove(); return; }
    if (!place) {
      place = document.createElement('div');
      place.className = 'okr-banner';
      place.setAttribute('role', 'alert');
      document.body.append(place);
    }
    const text = words.sentence;
    if (place.dataset.text === text) return;
    place.dataset.text = text;
    place.replaceChildren(document.createElement('p'));
    place.firstChild.textContent = text;
    for (const [name, press] of words.buttons || []) {
      const button = document.createElement('button');
      button.textContent = name;
      button.addEventListener('click', press);
      place.append(button);
    }
  };
  const lock = locked => all(document, '.okr').forEach(page => {
    if (page.inert === locked) return;
    if (locked && page.contains(document.activeElement)) focused = document.activeElement;
    page.inert = locked;
    page.classList.toggle('okr-lost', locked);
    if (!locked && focused?.isConnected) focused.focus();
  });
  const show = (kind, told) => {
    if (kind !== state) { state = kind; since = Date.now(); }
    lock(Boolean(kind));
    if (!kind) { if (!document.querySelector('.okr-banner[data-kept]')) banner(''); return; }
    const buttons = kind === 'gone' && config.kernelId ? [[told.words.again, () => location.reload()]] : [];
    let words = sentence(told.words, kind === 'gone' && !config.kernelId ? 'gone_lab' : kind);
    if (kind === 'unsaved') {
      const note = document.querySelector('.okr-unsaved');
      words = sentence({...told.words, unsaved: note.textContent}, kind);
    }
    document.querySelector('.okr-banner')?.removeAttribute('data-kept');
    banner(kind, {sentence: words, buttons});
  };
  const broken = () => document.querySelector('.okr .jupyter-widgets-disconnected, .okr.jupyter-widgets-disconnected');
  const look = async told => {
    if (broken()) return 'gone';
    const base = config.baseUrl || '/', kernel = config.kernelId || told.kernel;
    if (!kernel) return '';
    try {
      const stop = new AbortController(), late = setTimeout(() => stop.abort(), PATIENCE);
      const answer = await fetch(`${base}api/kernels/${kernel}`, {cache: 'no-store', signal: stop.signal});
      clearTimeout(late);
      if (answer.status === 404) return 'gone';
      if (broken()) return 'gone';
      return document.querySelector('.okr-unsaved') ? 'unsaved' : '';
    } catch {
      return navigator.onLine ? 'ended' : 'offline';
    }
  };
  const before = store.get('typed'); // of the page as it was opened before
  let restored = false;
  const offer = told => { // what was typed before the page had to be opened again
    if (restored) return;
    restored = true;
    if (!before || before.saved || !before.value || typed) return;
    const words = told.words.kept.replace('{value}', () => before.value).replace('{label}', () => before.label);
    const close = () => { store.set('typed', null); document.querySelector('.okr-banner')?.remove(); };
    const back = () => {
      const input = all(document, '.okr input, .okr textarea').find(at => label(at) === before.label && !at.disabled);
      close();
      if (input) { input.focus(); type(input, before.value); }
    };
    banner('kept', {sentence: words, buttons: [[told.words.back, back], [told.words.leave, close]]});
    document.querySelector('.okr-banner').dataset.kept = 'yes';
  };
  const pulse = async () => {
    const told = settings();
    sliders(); // what stands in the field beside a slider changes without a sign
    if (told) {
      const found = await look(told);
      if (state === 'gone' && broken()) show('gone', told);
      else show(found, told);
      if (!found) offer(told);
    }
    setTimeout(pulse, PULSE);
  };

  // ---- looking after all of it
  let planned = false;
  const tidy = () => {
    planned = false;
    sliders(); groups(); heads(); tables(); notes(); steps(); timers(); arrived(); showTyped(); focusAgain();
    if (broken()) { const told = settings(); if (told) show('gone', told); }
  };
  const plan = () => { if (!planned) { planned = true; setTimeout(tidy, 50); } };
  new MutationObserver(plan).observe(document.body,
    {childList: true, subtree: true, attributes: true, attributeFilter: ['aria-valuenow', 'class', 'data-answer']});
  window.addEventListener('resize', plan);
  setInterval(timers, 5000);
  tidy();
  pulse();
}
