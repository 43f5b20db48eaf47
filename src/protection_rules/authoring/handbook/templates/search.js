"use strict";
// Looks through the index in this browser; what is sought is neither sent nor kept anywhere.
(() => {
  const MOST = 100;
  const SHORTEST = 3;

  // letters without marks, in one of their forms
  const folded = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\p{M}\u0640\u0621\u200c\u200d]/gu, "")
      .replace(/\u0671/g, "\u0627")
      .replace(/[\u0649\u06cc]/g, "\u064a")
      .replace(/\u0629/g, "\u0647")
      .replace(/\u06a9/g, "\u0643")
      .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
      .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));

  const wordsOf = (text) => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  // what may be joined to a word: "and", "so", prepositions, the article; persons, plurals, endings
  const BEFORE = ["", "و", "ف", "ب", "ك", "ل", "س", "ال", "وال", "فال", "بال", "كال", "وبال", "لل", "ولل", "وب", "ول", "ي", "ت", "ا"];
  const AFTER = [
    "", "ه", "ها", "هم", "هن", "هما", "ك", "كم", "نا", "ي", "ا", "ت", "ته", "تها", "تهم", "ات", "اته", "اتها", "اتهم",
    "ون", "وا", "ين", "ان", "s", "es", "d", "ed", "ing", "er",
  ];

  const formsOf = (word) => {
    const forms = new Set([word]);
    for (const before of BEFORE) {
      if (!word.startsWith(before) || word.length - before.length < SHORTEST) continue;
      const rest = word.slice(before.length);
      for (const after of AFTER) {
        if (rest.endsWith(after) && rest.length - after.length >= SHORTEST) {
          forms.add(rest.slice(0, rest.length - after.length));
        }
      }
    }
    if (word.endsWith("ies") && word.length > 5) forms.add(`${word.slice(0, -3)}y`);
    return forms;
  };

  // for every word of the index the entries that have it, and how much it counts there
  const entries = globalThis.handbookIndex;
  const places = new Map();
  entries.forEach(([, name, title, , text], number) => {
    for (const [said, weight] of [[name, 4], [title, 4], [text, 1]]) {
      for (const word of wordsOf(said)) {
        if (!places.has(word)) places.set(word, new Map());
        const found = places.get(word);
        found.set(number, Math.max(found.get(number) ?? 0, weight));
      }
    }
  });
  const listed = [...places.keys()].map((word) => [word, formsOf(word)]);

  // the same word counts more than one that begins so, and that more than another form of it
  const likeness = (sought, forms, word, itsForms) => {
    if (word === sought) return 4;
    if (word.startsWith(sought)) return 3;
    for (const form of itsForms) if (forms.has(form)) return 2;
    return 0;
  };

  const countsOf = (sought) => {
    const forms = formsOf(sought);
    const counts = new Map();
    for (const [word, itsForms] of listed) {
      const like = likeness(sought, forms, word, itsForms);
      if (like === 0) continue;
      for (const [number, weight] of places.get(word)) {
        counts.set(number, Math.max(counts.get(number) ?? 0, like * weight));
      }
    }
    return counts;
  };

  // the entries that have every word, the best first
  const search = (text) => {
    const each = [...new Set(wordsOf(text))].map(countsOf);
    if (each.length === 0) return [];
    return [...each[0].keys()]
      .filter((number) => each.every((counts) => counts.has(number)))
      .map((number) => [number, each.reduce((sum, counts) => sum + counts.get(number), 0)])
      .sort((one, other) => other[1] - one[1] || one[0] - other[0])
      .map(([number]) => entries[number]);
  };

  const region = document.getElementById("search");
  const field = document.getElementById("sought");
  const said = document.getElementById("said");
  const results = document.getElementById("results");
  const heading = document.getElementById("results-title");

  const item = ([sort, name, title, way]) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = way;
    link.textContent = title;
    const about = document.createElement("span");
    about.className = "quiet";
    about.textContent = sort;
    line.append(link, " ", about);
    if (name) {
      const shown = document.createElement("bdi");
      shown.className = name.length > 20 ? "name" : "name short";
      shown.dir = "ltr";
      shown.lang = "en";
      shown.textContent = name;
      line.append(" ", shown);
    }
    return line;
  };

  const show = () => {
    const found = search(field.value);
    const form = found.length > MOST ? region.dataset.shown : region.dataset.found;
    const told = form.replace("{count}", found.length).replace("{shown}", MOST);
    const empty = wordsOf(field.value).length === 0;
    said.textContent = empty ? "" : found.length === 0 ? region.dataset.none : told;
    heading.hidden = found.length === 0;
    results.replaceChildren(...found.slice(0, MOST).map(item));
  };

  region.hidden = false;
  field.addEventListener("input", show);
  // a browser may bring back what stood here before
  show();
})();
