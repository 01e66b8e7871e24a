// A sender already known is found by a few letters; Enter takes the first and writes the name and the address.
// Without this script the button beside the field does the same with a page in between.
const say = (text) => { const line = document.createElement('p'); line.className = 'muted small'; line.setAttribute('role', 'status'); line.textContent = text; return line; };

for (const box of document.querySelectorAll('[data-nadawcy]')) {
  const input = box.querySelector('input'), suffix = box.dataset.koncowka ?? '';
  const list = document.createElement('ul');
  list.id = `${input.id}-lista`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Znani nadawcy');
  list.hidden = true;
  box.append(list);
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': 'false' })) input.setAttribute(name, value);
  let people = [], at = 0, waiting = 0, asked = '', answer = Promise.resolve();

  function close() {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function mark(next) {
    at = Math.min(Math.max(next, 0), people.length - 1);
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
    input.setAttribute('aria-activedescendant', list.children[at].id);
    list.children[at].scrollIntoView({ block: 'nearest' });
  }

  function draw() {
    list.replaceChildren(...people.map((person, i) => {
      const option = document.createElement('li');
      option.id = `${list.id}-${i}`;
      option.setAttribute('role', 'option');
      const name = document.createElement('strong'), where = document.createElement('span');
      name.textContent = person.nazwa;
      where.textContent = person.adres;
      where.className = 'muted small';
      option.append(name, ' ', where);
      option.addEventListener('mousedown', (event) => { event.preventDefault(); take(i); });
      return option;
    }));
    list.hidden = !people.length;
    input.setAttribute('aria-expanded', String(Boolean(people.length)));
    if (people.length) mark(0);
  }

  async function find(words) {
    asked = words;
    people = [];
    if (words) {
      try {
        const found = await fetch(`${box.dataset.nadawcy}?q=${encodeURIComponent(words)}`, { credentials: 'same-origin' });
        if (!found.ok || found.redirected) throw new Error(String(found.status));
        const read = await found.json();
        if (asked !== words) return;
        people = read;
      } catch { /* The button beside the field still works. */ }
    }
    draw();
  }

  function ask() {
    clearTimeout(waiting);
    const words = input.value.trim();
    if (words !== asked) answer = find(words);
    return answer;
  }

  function take(i) {
    const person = people[i];
    for (const [name, value] of Object.entries(person.pola)) {
      const field = document.getElementById(name + suffix);
      if (field?.type === 'radio') {
        const choice = document.querySelector(`input[name="${name + suffix}"][value="${value}"]`);
        if (choice) choice.checked = true;
      } else if (field) field.value = value;
    }
    input.value = '';
    asked = '';
    people = [];
    close();
    box.querySelector('[role=status]')?.remove();
    box.querySelector('fieldset')?.remove();
    box.append(say(`Wpisano: ${person.nazwa}, ${person.adres || 'bez adresu'}.`));
    input.form.dispatchEvent(new Event('input', { bubbles: true }));
    document.querySelector('#temat').focus();
  }

  input.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', async (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === 'Enter' && input.value.trim()) {
      event.preventDefault();
      await ask();
      if (people.length) take(at);
      else box.querySelector('button').click();
    } else if (['ArrowDown', 'ArrowUp'].includes(event.key) && people.length) {
      event.preventDefault();
      mark(at + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Escape') close();
  });
}
