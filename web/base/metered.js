// @ts-check

/** Whether the visitor pays for what is fetched, or has asked to save it. */
export function isMetered() {
  const { saveData, type } = /** @type {{ connection?: { saveData?: boolean, type?: string } }} */ (navigator).connection ?? {};
  return saveData === true || type === "cellular";
}
