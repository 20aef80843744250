"""The store: who can wait is called after the curve while a knob is turned, and misses nothing."""

import json
import subprocess
from pathlib import Path

import playwright

from site_files import ROOT

NODE = Path(playwright.__file__).parent / "driver/node"
SCRIPT = f"""
const {{ createStore, initialState }} = await import("{(ROOT / "web/lab/store.js").as_uri()}");
let frames = [];
globalThis.requestAnimationFrame = (paint) => frames.push(paint);
globalThis.cancelAnimationFrame = (number) => delete frames[number - 1];
const frame = () => {{ for (const paint of frames.splice(0)) paint?.(); }};
const rest = () => new Promise((resolve) => setTimeout(resolve));
const store = createStore(initialState());
const seen = [];
store.watch(["setup"], ({{ setup }}) => seen.push(["at once", setup.seed]));
const stop = store.follow(["setup", "lab"], ({{ setup }}) => seen.push(["later", setup.seed]));
const turn = (seed) => store.set({{ setup: {{ ...store.get().setup, seed }}, turning: true }});
const steps = [];
const note = (what) => steps.push([what, seen.splice(0)]);
note("mounted");
store.set({{ setup: {{ ...store.get().setup, seed: 1 }} }}); note("at rest");
turn(2); turn(3); frame(); await rest(); frame(); note("turned, no curve yet");
store.set({{ history: {{ ...store.get().history }} }}); note("the curve is there");
frame(); note("it is drawn");
await rest(); note("the frame is done");
store.set({{ history: {{ ...store.get().history }} }}); frame(); await rest(); note("nothing new");
turn(4); note("turned again");
store.set({{ history: {{ ...store.get().history }} }}); frame();
store.set({{ turning: false }}); note("at rest again");
await rest(); note("and only once");
turn(5); stop(); store.set({{ turning: false }}); note("unmounted");
console.log(JSON.stringify(steps));
"""


def test_who_follows_is_called_after_the_curves_frame() -> None:
    command = [NODE, "--input-type=module", "-e", SCRIPT]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert dict(json.loads(found)) == {
        "mounted": [["at once", 0], ["later", 0]],
        "at rest": [["at once", 1], ["later", 1]],
        "turned, no curve yet": [["at once", 2], ["at once", 3]],
        "the curve is there": [],
        "it is drawn": [],
        "the frame is done": [["later", 3]],
        "nothing new": [],
        "turned again": [["at once", 4]],
        "at rest again": [["later", 4]],
        "and only once": [],
        "unmounted": [["at once", 5]],
    }
