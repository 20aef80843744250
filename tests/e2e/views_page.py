"""Where things stand on the page's canvases, asked of the page's own geometry."""

from typing import Any

from lab_page import Lab

PLACE = """async ({ sizes, parameter, neuron }) => {
  const geometry = new URL("web/lab/network_plan.js", location.href).href;
  const { planNetwork, ends, heightAt } = await import(geometry);
  const canvas = document.querySelector("#network-canvas");
  canvas.scrollIntoView({ block: "center", behavior: "instant" });
  const [width, height] = [canvas.style.inlineSize, canvas.style.blockSize].map(parseFloat);
  const plan = planNetwork(sizes, width, height);
  const box = canvas.getBoundingClientRect();
  if (neuron) {
    const column = plan.columns[neuron[0]];
    return [box.x + column.x, box.y + column.ys[neuron[1]]];
  }
  const line = ends(plan, parameter);
  const t = parameter.at ?? 0.5;
  return [box.x + line.x0 + (line.x1 - line.x0) * t, box.y + heightAt(line, t)];
}"""


def sizes(lab: Lab) -> list[int]:
    return lab.page.evaluate("nnlab.store.get().lab.sizes")


def neuron_at(lab: Lab, layer: int, index: int) -> tuple[float, float]:
    """The middle of a neuron's circle on the screen; layer 0 is the input."""
    x, y = lab.page.evaluate(PLACE, {"sizes": sizes(lab), "neuron": [layer, index]})
    return x, y


def weight_at(
    lab: Lab, layer: int, kind: str, row: int, column: int = 0, at: float = 0.5
) -> tuple[float, float]:
    """A point of a weight's line on the screen, `at` of the way along; layers from 0."""
    parameter = {"layer": layer, "kind": kind, "row": row, "column": column, "at": at}
    x, y = lab.page.evaluate(PLACE, {"sizes": sizes(lab), "parameter": parameter})
    return x, y


def point_at_weight(lab: Lab, row: int, column: int) -> tuple[float, float]:
    """Moves the pointer to where W1[row, column] is the nearest line: lines cross."""
    for at in (0.4, 0.3, 0.6, 0.2, 0.7):
        place = weight_at(lab, 0, "W", row, column, at)
        lab.page.mouse.move(*place)
        if f"[{row + 1}, {column + 1}]" in lab.page.locator("#network-tip").inner_text():
            return place
    raise AssertionError(f"the line of W1[{row}, {column}] cannot be pointed at")


def pixel(lab: Lab, canvas: str, x: float, y: float) -> list[int]:
    """The colour under a point of the screen, [red, green, blue]."""
    return pixels(lab, canvas, x, y, 0, 0)[0]


def pixels(lab: Lab, canvas: str, x: float, y: float, right: float, down: float) -> list[list[int]]:
    """Every colour from a point of the screen to the one `right` and `down` of it."""
    return lab.page.evaluate(
        """([canvas, x, y, right, down]) => {
          const element = document.querySelector(canvas);
          const box = element.getBoundingClientRect();
          const ratio = element.width / box.width;
          const [left, top] = [(x - box.x) * ratio, (y - box.y) * ratio];
          const context = element.getContext("2d");
          const { data } = context.getImageData(left, top, right * ratio + 1, down * ratio + 1);
          const count = data.length / 4;
          return Array.from({ length: count }, (_, i) => [...data.slice(4 * i, 4 * i + 3)]);
        }""",
        [canvas, x, y, right, down],
    )


def token(lab: Lab, name: str) -> list[int]:
    """A colour of the style sheet, [red, green, blue]."""
    value = lab.page.evaluate(
        "(name) => getComputedStyle(document.body).getPropertyValue(name).trim()", name
    )
    return [int(value[at : at + 2], 16) for at in (1, 3, 5)]


def far(one: list[int], other: list[int]) -> int:
    """How far apart two colours are, at most, in one channel."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def state(lab: Lab, path: str) -> Any:
    """A part of the page's state, such as "moment.epoch"."""
    return lab.page.evaluate(f"nnlab.store.get().{path}")
