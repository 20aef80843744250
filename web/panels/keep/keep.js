// @ts-check
// The dialog "Keep & share": links and embedding, files out and in, the zip to take home, starting over.

import { safeName, saveFile } from "../../base/save_file.js";
import { historyCsv } from "../../lab/history_csv.js";
import { chartPicture, visibleCharts } from "../../base/picture.js";
import { MOST_MODEL_BYTES, MOST_WEIGHTS_BYTES } from "../../generated/options.js";
import { defaultSetup } from "../../lab/setup.js";
import { initialState } from "../../lab/store.js";
import { byId, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { createRunner } from "../../lab/runner.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { createAddress } from "../../visit/address.js" */
/** @import { createAutosave } from "../../visit/autosave.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {{
 *   runner: ReturnType<typeof createRunner>,
 *   engine: Pick<ReturnType<typeof createEngine>, "call">,
 *   address: ReturnType<typeof createAddress>,
 *   autosave: ReturnType<typeof createAutosave>,
 *   workshop: { edits: () => Promise<Record<string, string>> },
 * }} parts
 */
export function mountKeep(store, text, { runner, engine, address, autosave, workshop }) {
  const scope = createScope();
  const dialog = byId("keep", HTMLDialogElement);
  const link = byId("keep-link", HTMLInputElement);
  const snippet = byId("keep-snippet", HTMLTextAreaElement);
  const status = byId("keep-status", HTMLElement);
  const say = (/** @type {string} */ message, wrong = false) => {
    status.textContent = message;
    status.classList.toggle("error", wrong);
  };

  scope.on(byId("keep-open", HTMLButtonElement), "click", () => {
    show();
    say("");
    dialog.showModal();
  });
  scope.on(byId("keep-close", HTMLButtonElement), "click", () => dialog.close());
  scope.on(dialog, "click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });

  copying("keep-copy-link", link, "copied_link");
  copying("keep-copy-snippet", snippet, "copied_snippet");
  const inputs = () => {
    const { setup, history, csv } = store.get();
    return { setup, history, own: setup.dataset === "own" ? csv : undefined };
  };
  const name = () => {
    const { setup, csv, snapshot } = store.get();
    return `nnlab-${safeName(setup.dataset === "own" ? (csv?.name ?? "own") : setup.dataset)}-${snapshot?.epoch ?? 0}`;
  };
  action("save-model", async () => {
    const { setup, history, own } = inputs();
    const { text: model } = await engine.call("save_model", { setup, history, ...(own ? { csv: own } : {}) });
    saveFile(`${name()}.json`, model, "application/json");
    say(text.t("saved_model"));
  });
  action("save-weights", async () => {
    const { data } = await engine.call("save_weights", {});
    saveFile(`${name()}.npz`, data, "application/octet-stream");
    say(text.t("saved_weights"));
  });
  action("save-onnx", async () => {
    const { data } = await engine.call("save_onnx", {});
    saveFile(`${name()}.onnx`, data, "application/octet-stream");
    say(text.t("saved_onnx"));
  });
  action("take-home", async () => {
    const { setup, history, own } = inputs();
    const edits = await workshop.edits();
    const { data } = await engine.call("take_home", { setup, history, edits, ...(own ? { csv: own } : {}) });
    saveFile(`${name()}.zip`, data, "application/zip");
    say(text.t(Object.keys(edits).length ? "saved_zip_mine" : "saved_zip"));
  });
  action("save-history", async () => {
    saveFile(`${name()}-history.csv`, historyCsv(store.get().history), "text/csv");
    say(text.t("saved_history"));
  });
  opening("open-model", MOST_MODEL_BYTES, async (file) => {
    const fits = await runner.openModel(await file.text());
    say(text.joined([
      text.t("opened_model", { name: file.name, epoch: store.get().snapshot?.epoch ?? 0 }),
      ...(fits ? [] : [text.t("opened_other_loss")]),
    ]));
  });
  opening("open-weights", MOST_WEIGHTS_BYTES, async (file) => {
    await runner.openWeights(new Uint8Array(await file.arrayBuffer()));
    say(text.t("opened_weights", { name: file.name }));
  });
  action("start-over", async () => byId("start-over-sure", HTMLElement).toggleAttribute("hidden"));
  action("start-over-yes", async () => {
    await runner.change(defaultSetup());
    await runner.reset();
    const { csv, hide, notices, earlier, lessonRuns, axes, part, stepper, pace, sample } = initialState();
    store.set({ csv, hide, notices, earlier, lessonRuns, axes, part, stepper, pace, sample });
    await autosave.forget();
    history.replaceState(history.state, "", location.pathname + location.search);
    byId("start-over-sure", HTMLElement).hidden = true;
    dialog.close();
  });

  scope.on(byId("keep-here", HTMLButtonElement), "click", () => void autosave.saveHere());

  /** @param {string} id @param {() => Promise<unknown>} act */
  function action(id, act) {
    scope.on(byId(id, HTMLButtonElement), "click", async () => {
      say("");
      try {
        await act();
      } catch (error) {
        say(text.reason(error), true);
      }
      show();
    });
  }

  /** @param {string} id @param {number} largest @param {(file: File) => Promise<void>} open */
  function opening(id, largest, open) {
    const input = byId(`${id}-file`, HTMLInputElement);
    scope.on(byId(id, HTMLButtonElement), "click", () => input.click());
    scope.on(input, "change", async () => {
      const file = input.files?.[0];
      input.value = ""; // so that the same file can be chosen again
      if (!file) return;
      say("");
      try {
        if (file.size > largest) say(text.t("file_too_large", { name: file.name, most: largest / 1_000_000 }), true);
        else await open(file);
      } catch (error) {
        say(text.t("file_refused", { name: file.name, reason: text.reason(error) }), true);
      }
      show();
    });
  }

  /** @param {string} id @param {HTMLInputElement | HTMLTextAreaElement} field @param {string} done */
  function copying(id, field, done) {
    scope.on(byId(id, HTMLButtonElement), "click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        say(text.t(done));
      } catch {
        say(text.t("copy_yourself")); // it is selected already
      }
    });
  }

  function show() {
    const { lab, engine: { kind }, setup, storage } = store.get();
    link.value = address.url();
    snippet.value = embedSnippet(address.url({ embed: true }));
    byId("keep-own", HTMLElement).hidden = setup.dataset !== "own";
    byId("keep-storage", HTMLElement).textContent = text.t(`storage_${storage}`);
    for (const id of ["save-model", "save-weights", "take-home", "save-history", "open-model", "open-weights"]) {
      byId(id, HTMLButtonElement).disabled = kind !== "ready" || !lab;
    }
    byId("keep-pictures", HTMLElement).replaceChildren(
      ...visibleCharts().map((chart) => {
        const button = make("button", { type: "button" }, text.t("save_picture", { title: chart.title }));
        button.onclick = async () => {
          saveFile(`${name()}-${safeName(chart.title)}.png`, await chartPicture(chart), "image/png");
          say(text.t("saved_picture", { title: chart.title }));
        };
        return button;
      }),
    );
  }

  scope.add(
    () => dialog.close(),
    store.watch(["embed"], ({ embed }) => {
      document.body.toggleAttribute("data-embed", embed);
      byId("embed-full", HTMLElement).hidden = !embed;
    }),
    store.follow(["setup", "hide", "embed"], ({ embed }) => {
      if (embed) byId("embed-full", HTMLAnchorElement).href = address.url({ embed: false });
    }),
    store.watch(["storage"], ({ storage }) => {
      byId("elsewhere", HTMLElement).hidden = storage !== "elsewhere";
    }),
    store.watch(["engine", "lab", "storage"], () => dialog.open && show()),
    text.onChange(() => dialog.open && show()),
  );
  return scope.end;
}

/** The HTML that shows the page inside another. @param {string} url */
function embedSnippet(url) {
  const safe = url.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return `<iframe src="${safe}" title="NN Lab" width="100%" height="720" style="border: 0" loading="lazy" allow="clipboard-write"></iframe>`;
}
