// SPDX-License-Identifier: GPL-2.0-or-later
// The name that a medium has for itself, by a row for each file that has one. Whether somebody knows that name is left to
// verdict.js.

// The best one first: key, key of the version (null: it stands behind the name), expression whose first group is the name,
// whether it is a product's.
export const NAMES = [
  ["opnsense-core.product-name", "opnsense-core.product-version", null, true],
  ["cd-info.product-long", "cd-info.release", null, true],
  ["boot-cfg.title", "boot-cfg.build", "^Loading (.+) installer$", true],
  ["treeinfo.branding-name", "treeinfo.branding-version", null, true],
  ["treeinfo.product-name", "treeinfo.product-version", null, true],
  ["xs-repository.product", "xs-repository.version", null, true],
  ["clonezilla-live-version.text", null, null, true],
  ["gparted-live-version.text", null, null, true],
  ["volsetid.text", null, null, true],
  ["os-release.id", "os-release.version-id", null, false],
  ["disk-info.name", "disk-info.version", null, false],
  ["treeinfo.family", "treeinfo.version", null, false],
  ["archiso.name", "archiso.version", null, false],
  ["version-file.text", null, null, false],
  ["media-repo.name", null, null, false],
  ["discinfo.release", null, "(.*[0-9].*)", false],
  ["suse-products.product", null, null, false],
  ["suse-content.label", null, null, false],
  ["suse-content.product", "suse-content.version", null, false],
  ["diskdefines.name", null, null, false],
  ["dists.origin", "dists.version", null, false],
];

// "NAME VERSION", "name-VERSION-more"
function split(text) {
  const [, name, version] = /^(.+?)[ _-]((?:[rv]?[0-9])[^ _-]*)/s.exec(text) ?? [];
  return name === undefined ? { name: text, version: null } : { name, version };
}

// null: it has none.
export function findOwnName(evidence) {
  for (const [key, versionKey, expression, isProduct] of NAMES) {
    const found = evidence.getText(key);
    const text = found && expression ? (new RegExp(expression).exec(found)?.[1] ?? null) : found;
    if (text === null) continue;
    const parts = versionKey ? { name: text, version: evidence.getText(versionKey) } : split(text);
    if (/^\p{L}/u.test(parts.name)) return { key, isProduct, ...parts };
  }
  return null;
}
