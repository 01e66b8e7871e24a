// Writing a letter: words are kept by themselves, and the sheet beside them follows. Without this script
// the same words are kept by every button, and "Odśwież podgląd" shows the sheet.
const form = document.querySelector('form[data-slowa]');
if (form) {
  const text = form.querySelector('#tekst');
  const status = document.querySelector('#stan-zapisu');
  let waiting = 0;
  let last = text.value + form.querySelector('#tytul').value;

  async function keep() {
    const now = text.value + form.querySelector('#tytul').value;
    if (now === last) return;
    const body = new URLSearchParams();
    for (const name of ['_token', 'wersja-tekstu', 'tytul', 'tekst', 'podpisuje']) body.set(name, form.elements[name]?.value ?? '');
    try {
      const answer = await fetch(form.dataset.slowa, { method: 'POST', body, credentials: 'same-origin' });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const sheet = page.querySelector('.sheet');
      if (sheet) document.querySelector('#podglad .sheet')?.replaceWith(document.adoptNode(sheet));
      last = now;
      status.textContent = `Słowa zachowano o ${new Date().toLocaleTimeString('pl-PL', { hour: '2-digit', minute: '2-digit' })}`;
    } catch {
      status.textContent = 'Nie udało się zachować słów. Spróbujemy za chwilę; zapisz projekt przyciskiem.';
    }
  }

  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(keep, 1500); });
  setInterval(keep, 20000);

  // The cursor waits at the first gap, or at the end of the text.
  if (!document.querySelector('#bledy')) {
    const gap = /\[uzupełnij:[^\]]*\]/.exec(text.value);
    text.focus();
    text.setSelectionRange(gap ? gap.index : text.value.length, gap ? gap.index + gap[0].length : text.value.length);
  }
}

// A whole group of letters with one box.
for (const box of document.querySelectorAll('[data-zaznacz-grupe]')) {
  const others = box.closest('fieldset').querySelectorAll('[data-zaznacz]');
  box.addEventListener('change', () => { for (const other of others) other.checked = box.checked; });
  // One taken off: the group is no longer whole.
  for (const other of others) other.addEventListener('change', () => { if (!other.checked) box.checked = false; });
}
