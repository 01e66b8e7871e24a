// Keys of the desk. One-letter keys act only after the person allowed them at /ja/skroty (WCAG 2.1.4),
// never in a field, and never with AltGraph: right Alt types Polish letters and looks like Ctrl+Alt.
const one = (selector) => document.querySelector(selector);
const isField = (element) => element.closest?.('input:not([type=checkbox],[type=radio]), select, textarea, [contenteditable]');

// The key printed on a button is the key that presses it.
function press(letter) {
  const target = [...document.querySelectorAll(`[data-klawisz="${letter}"]`)].find((element) => element.checkVisibility());
  target?.click();
  return Boolean(target);
}

function step(by) {
  const links = [...document.querySelectorAll('[data-lista] .item > a, [data-lista] tbody th a')];
  if (!links.length) return false;
  const here = document.activeElement;
  let at = links.findIndex((link) => link === here || link.closest('tr')?.contains(here));
  if (at < 0) at = links.findIndex((link) => link.hasAttribute('aria-current'));
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

function act(key) {
  switch (key) {
    case 'j': return step(1);
    case 'k': return step(-1);
    case '/': one('#szukaj')?.focus(); return true;
    case '?': location.assign('/ja/skroty'); return true;
    default: return /^(shift\+)?[a-z]$|^[1-9]$/.test(key) && press(key);
  }
}

document.addEventListener('keydown', (event) => {
  if (event.getModifierState('AltGraph') || event.altKey || event.metaKey || event.isComposing) return;
  if (event.ctrlKey) {
    const form = event.key === 'Enter' && event.target.closest?.('form[data-zapis]');
    if (form) { event.preventDefault(); form.requestSubmit(); }
    return;
  }
  if (document.body.dataset.klawisze !== 'tak' || event.repeat && !'jk'.includes(event.key) || isField(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : '';
  if (act(event.shiftKey && /^[a-z]$/.test(key) ? 'shift+' + key : key)) event.preventDefault();
});
