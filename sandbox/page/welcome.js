// What an empty conversation says; with the bot it tells a newcomer how to begin.
import { el } from "./dom.js";

/** `example` is a command worth trying. */
export function welcome({ place, me }, example) {
  const isNew = place.kind === "dm" && example;
  const build = () => el("li", { class: "empty" }, isNew ? steps(me, example) : "Här är det tomt än.");
  return { id: "empty", key: JSON.stringify([place.id, me.name, example]), build };
}

function steps(me, example) {
  return [
    el("h2", {}, "Så här provar du"),
    el(
      "ol",
      {},
      el("li", {}, "Skriv ", el("code", {}, example), " här nedanför och tryck Enter."),
      el("li", {}, `Du är ${me.name}. Byt person för att se samma sak med någon annans ögon.`),
      el("li", {}, "Flytta klockan framåt, så kommer påminnelserna."),
    ),
  ];
}
