// SPDX-License-Identifier: GPL-2.0-or-later
// Lets people choose any day. What is supported on it is told as the pages for quarters tell it.

const choice = document.getElementById("choice");
const input = document.getElementById("day");
const found = document.getElementById("found");

const isSupported = (day) => (system) => {
  const end = system["security-end"];
  const released = system["release-date"];
  if (!released || released > day || !end || ["prerelease", "snapshot"].includes(system["release-status"])) return false;
  return end === "none" || day <= end;
};

function make(name, ...children) {
  const element = document.createElement(name);
  element.append(...children);
  return element;
}

function makeRow(system) {
  const link = make("a", system.name ?? system.id);
  const head = make("th", link);
  link.href = `../${system.page.split("/").map(encodeURIComponent).join("/")}`;
  head.scope = "row";
  return make("tr", head, make("td", system["security-end"] === "none" ? "no day announced" : system["security-end"]));
}

function show(systems, day) {
  const supported = systems.filter(isSupported(day));
  supported.sort((a, b) => (a["security-end"] < b["security-end"] ? -1 : Number(a["security-end"] > b["security-end"])));
  const names = ["System", "Last day"].map((name) => Object.assign(make("th", name), { scope: "col" }));
  const caption = make("caption", `Systems that get security updates on ${day}`);
  const table = make("table", caption, make("thead", make("tr", ...names)), make("tbody", ...supported.map(makeRow)));
  document.querySelector("h1").textContent = `Supported on ${day}`;
  found.replaceChildren(make("p", `${supported.length} systems. Those whose updates end first come first.`), table);
}

async function update() {
  const day = input.value;
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) return;
  try {
    const answer = await fetch("../api/index.json");
    show((await answer.json()).systems, day);
    document.querySelector(".pages")?.remove();
  } catch (error) {
    found.replaceChildren(make("p", `The list of systems could not be read: ${error.message}`));
  }
}

choice.hidden = false;
input.addEventListener("change", update);
