// Suggestions below the search boxes: the combobox pattern. A box without this file still searches.

const LEAST = 2;
const PAUSE = 120; // ms without a key before anything is asked for
let boxes = 0;

function makeCombobox(box) {
  const input = box.querySelector("input[type=search]");
  if (!input) return;
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `suggestions-${++boxes}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() || "");
  list.hidden = true;
  box.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let timer;
  let asking;
  let chosen = -1;
  const options = () => [...list.children];

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (number) => {
    const all = options();
    chosen = ((number % (all.length + 1)) + all.length + 1) % (all.length + 1);
    if (chosen === all.length) chosen = -1; // back in the box
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    }
  };
  const ask = async () => {
    const typed = input.value.trim();
    if (typed.length < LEAST) return close();
    asking?.abort();
    asking = new AbortController();
    try {
      const address = `${box.dataset.suggest}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return close();
      list.innerHTML = await answer.text();
    } catch {
      return; // a newer key, or no network: the box itself still works
    }
    options().forEach((option, place) => (option.id = `${list.id}-${place}`));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !list.children.length || document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // keeps what was typed
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return void ask();
      event.preventDefault();
      if (event.key === "ArrowDown") choose(chosen + 1);
      else choose(chosen < 0 ? options().length - 1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(options()[chosen].dataset.url);
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) location.assign(option.dataset.url);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  input.addEventListener("blur", close);
}

document.querySelectorAll("[data-suggest]").forEach(makeCombobox);
