// After a form came back with problems, the summary is read first.
document.querySelector('#bledy')?.focus();

// Leaving with words that were typed and not sent asks first; sending never asks.
const form = document.querySelector('form[data-zapis]');
if (form) {
  let changed = false;
  form.addEventListener('input', () => { changed = true; });
  form.addEventListener('submit', () => { changed = false; });
  addEventListener('beforeunload', (event) => { if (changed) event.preventDefault(); });
}
