// Beside the list, the next letter takes the place of the last one without loading the list again.
// The address is the same as without this script; anything unexpected falls back to ordinary going.
const isLetter = (link) => link?.matches('.panes.with-doc .item > a');

async function show(address, push) {
  try {
    const answer = await fetch(address, { credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const doc = page.querySelector('.doc');
    if (!doc) throw new Error('no letter');
    document.querySelector('.doc').replaceWith(document.adoptNode(doc));
    document.title = page.title;
    for (const link of document.querySelectorAll('.item > a')) {
      if (link.href === address) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    if (push) history.pushState({ letter: true }, '', address);
    const heading = document.querySelector('.doc h1');
    heading.tabIndex = -1;
    heading.focus();
  } catch {
    location.assign(address);
  }
}

if (document.querySelector('.panes.with-doc')) {
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a');
    if (!isLetter(link) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.href, true);
  });
  addEventListener('popstate', () => show(location.href, false));
}

// On the start page the numbers follow what happens; the page is complete without it.
const live = document.querySelector('[data-zywe]');
if (live && 'EventSource' in window) {
  const source = new EventSource('/ezd/dzien/zmiany');
  source.addEventListener('message', (event) => {
    for (const [link, count] of event.data.split('&').map((pair) => [pair.slice(0, pair.lastIndexOf('=')), pair.slice(pair.lastIndexOf('=') + 1)])) {
      const number = live.querySelector(`a[href="${CSS.escape(link).replaceAll('\\', '')}"] strong`);
      if (number && number.textContent.replace(/\D/g, '') !== count) number.textContent = count;
    }
  });
  addEventListener('pagehide', () => source.close());
}
