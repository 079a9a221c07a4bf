// Follows the Tab key over the page as it stands and tells where it goes wrong. Run inside it by reach.py.
(() => {
  const USABLE = "a[href], button, input, textarea, select, summary, [role=button], [role=link], [tabindex]";
  const INSIDE = "[role=option], [tabindex='-1']";

  /** What one can act on now: the topmost open dialog or list when there is one. */
  const layers = [...document.querySelectorAll("dialog:modal, [popover]:popover-open")];
  const stage = layers.at(-1) ?? document.body;

  const isInUse = (one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]");
  const isRadio = (one) => one.matches("input[type=radio]");
  const places = [...stage.querySelectorAll(USABLE)].filter((one) => isInUse(one) && !one.matches(INSIDE));

  /** Of radio buttons with one name Tab meets the chosen one, else one end of the group. */
  const group = (one) => (isRadio(one) ? places.filter((other) => isRadio(other) && other.name === one.name) : [one]);
  const stops = places.filter((one) => group(one)[0] === one);
  const stopOf = (one) => stops.find((stop) => group(stop).includes(one));

  const ancestors = (element) => (element ? [element, ...ancestors(element.parentElement)] : []);
  const scroller = (one) =>
    ancestors(one.parentElement).find((each) => /auto|scroll/.test(getComputedStyle(each).overflowY)) ?? document.body;
  const boxes = new Map(stops.map((one) => [one, one.getBoundingClientRect()]));
  const before = document.activeElement;
  const scrolled = ancestors(stage).concat(...stage.querySelectorAll("*")).map((one) => [one, one.scrollTop]);
  const walked = [];
  const wrong = new Set();
  document.addEventListener("focusin", note);
  document.addEventListener("focusout", leave);

  /** Out of an open form there is nothing but the browser's own buttons. */
  function leave({ target, relatedTarget }) {
    if (!relatedTarget && stage.contains(target) && stage !== document.body) wrong.add(`Tab leaves from ${name(target)}`);
  }

  function note({ target }) {
    if (walked.at(-1) === target) return;
    walked.push(target);
    if (stopOf(target)) see(target);
  }

  function see(target) {
    const { top, bottom, left, right } = target.getBoundingClientRect();
    const isInView = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    if (!isInView) wrong.add(`${name(target)} has the focus outside the window`);
    if (!isMarked(target)) wrong.add(`nothing shows that ${name(target)} has the focus`);
  }

  function isMarked(target) {
    const [own, parents] = [target, target.parentElement].map((one) => getComputedStyle(one));
    return own.outlineStyle !== "none" || parents.boxShadow !== "none";
  }

  /** How many presses are certain to come round: a date has fields within. */
  const most = stops.reduce((sum, one) => sum + (/date|time/.test(one.type) ? 8 : 1), 6);

  function finish() {
    document.removeEventListener("focusin", note);
    document.removeEventListener("focusout", leave);
    before?.focus({ preventScroll: true });
    for (const [one, top] of scrolled) if (one.scrollTop !== top) one.scrollTop = top;
    const found = [...new Set(walked.map(stopOf).filter(Boolean))];
    const missed = stops.filter((one) => !found.includes(one)).map((one) => `Tab never comes to ${name(one)}`);
    return [...wrong, ...missed, ...outOfOrder(found)];
  }

  /** From the first one on, as the page is written and as it is seen. */
  function outOfOrder(found) {
    const start = found.indexOf(stops[0]);
    const order = [...found.slice(start), ...found.slice(0, start)];
    const wanted = stops.filter((one) => found.includes(one));
    const written = order.flatMap((one, index) =>
      one === wanted[index] ? [] : [`Tab comes to ${name(one)} where ${name(wanted[index])} is written`],
    );
    const seen = order.slice(1).flatMap((one, index) =>
      isBefore(one, order[index]) ? [`${name(one)} is seen before ${name(order[index])}, but comes after it`] : [],
    );
    return [...written.slice(0, 1), ...seen];
  }

  /** Higher up and not in a column of its own, or to the left in the same row; within what scrolls together. */
  function isBefore(one, last) {
    if (scroller(one) !== scroller(last)) return false;
    const [a, b] = [boxes.get(one), boxes.get(last)];
    const isAbove = a.bottom <= b.top && a.left < b.right;
    const isLeft = a.right <= b.left && a.top < b.bottom && b.top < a.bottom;
    return isAbove || isLeft;
  }

  function name(element) {
    const words = element.getAttribute("aria-label") || element.textContent || element.dataset.name || element.id;
    return `${element.tagName.toLowerCase()} ”${words.trim().replace(/\s+/g, " ").slice(0, 60)}”`;
  }

  /** What is wrong with a screen to stand still on; `says` are its words about what comes when nothing is to be done. */
  function dead(says) {
    const sheet = stage.matches("dialog") ? stage : null;
    const home = document.getElementById("home");
    const screen = sheet ?? (home?.hidden === false ? home : [...document.querySelectorAll("article")].at(-1));
    const within = stops.filter((one) => screen?.contains(one));
    const ways = within.filter((one) => !one.matches(".dialog-foot .button:not([class~=primary]), .cross"));
    const found = [];
    if (sheet && !within.some((one) => one.matches(".dialog-foot .button"))) found.push("a form without a way back");
    if (says && !screen?.innerText.includes(says)) found.push(`nothing says ”${says}”`);
    if (!says && !ways.length) found.push("nothing to do here, and no words about what comes");
    return found;
  }

  return { most, finish, dead };
})()
