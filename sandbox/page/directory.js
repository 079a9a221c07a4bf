// Knows what members and channels are called, for mentions and for the selects that offer them.

let known = { members: [], places: [], names: {} };

export const learn = (screen) => (known = screen);

export const people = () => known.members.map(({ id, name }) => ({ value: id, text: name }));

export const channels = () =>
  known.places.filter(({ kind }) => kind === "channel").map(({ id, name }) => ({ value: id, text: `#${name}` }));

export const nameOf = (id) => known.names?.[id];
