// Keeps who one acts as and what one looks at in the address, so that a reload or a second tab is at home.

export const HOME = "home";

export function where() {
  const query = new URLSearchParams(location.search);
  return { as: query.get("as") ?? "", place: query.get("place") ?? "" };
}

export const address = ({ as, place }) => `/?${new URLSearchParams({ as, place })}`;

export function go(to, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", address(to));
}
