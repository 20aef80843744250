"""A lesson beside what else comes: a link that is opened meanwhile, a teacher's task above it."""

from lab_page import Lab, until
from learn_page import ANSWERED, at
from playwright.sync_api import Page, expect


def test_a_link_that_is_opened_while_a_step_is_made_stays(learn: Page) -> None:
    page = learn
    at(page, 4, 3)
    until(page, "nnlab.store.get().accepted.dataset === 'xor'")
    page.evaluate(
        """() => {
          const { engine } = nnlab;
          const { call } = engine;
          engine.call = async (method, params) => {
            const reply = await call(method, params);
            if (method !== "start_step") return reply;
            engine.call = call;
            location.hash = "#data=moons&seed=5&room=play";
            await new Promise((done) => setTimeout(done, 200)); // on its way meanwhile
            return reply;
          };
          location.hash = "#room=learn&lesson=0&step=4"; // which trains by itself
       }"""
    )
    until(page, "nnlab.store.get().room === 'play'")
    until(page, "nnlab.store.get().accepted.dataset === 'moons'")
    page.evaluate(ANSWERED)
    setup = page.evaluate("nnlab.store.get().setup")
    assert (setup["dataset"], setup["seed"]) == ("moons", 5)
    assert page.evaluate("nnlab.store.get().snapshot.epoch") == 0  # nobody pressed Play
    page.click("#rooms [data-room=learn]")
    expect(page.locator("#lesson-place")).to_contain_text("Lesson 0 · 4 of")


def test_on_a_laptop_the_way_on_is_in_sight_below_a_teachers_task(learn: Page) -> None:
    page = learn
    page.set_viewport_size({"width": 1366, "height": 768})
    question = "With which rate is the accuracy best? " * 4
    for lesson, step in ((3, 3), (5, 4), (12, 3)):
        at(page, lesson, step)
        page.evaluate("(task) => nnlab.store.set({ task })", question)
        expect(page.locator("#task")).to_be_visible()
        page.evaluate("scrollTo(0, 0)")
        expect(page.locator("#lesson-next")).to_be_in_viewport(ratio=1)
        page.evaluate("nnlab.store.set({ task: '' })")
        expect(page.locator("#lesson-next")).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_choices_are_in_sight_where_a_step_is_long(learn: Page) -> None:
    page = learn
    page.set_viewport_size({"width": 390, "height": 844})
    for lesson, step in ((9, 2), (10, 4), (12, 5)):
        at(page, lesson, step)
        buttons = page.locator(".lesson-options button")
        page.evaluate("scrollTo(0, 0)")
        sees = """b => {
          const { left, top, width, height } = b.getBoundingClientRect();
          return document.elementFromPoint(left + width / 2, top + height / 2) === b;
        }"""
        assert all(button.evaluate(sees) for button in buttons.all()), (lesson, step)
        buttons.last.tap()
        expect(buttons.last).to_have_attribute("aria-pressed", "true")
        assert all(button.evaluate(sees) for button in buttons.all()), (lesson, step)
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_run_of_an_earlier_step_is_called_so(learn: Page) -> None:
    page = learn
    at(page, 11, 3)
    page.click("#play")
    Lab(page).wait("finished")
    at(page, 11, 5)
    expect(page.locator("#chart-legend .earlier")).to_contain_text("earlier in the lesson")
