"""The small pictures of the glossary are there before somebody opens a step with all of its words."""

from playground import app_hooks, sketches
from playground.lessons.library import library


def test_the_pictures_of_all_words_are_drawn_before_the_first_visitor(monkeypatch):
    for name in ("use_one_thread", "take_short_turns", "keep_for_good"):
        monkeypatch.setattr(app_hooks, name, lambda: None)
    monkeypatch.setattr(app_hooks, "tell_mistakes", lambda pages: None)
    app_hooks.on_server_loaded(None)

    def misses():
        return sum(draw.cache_info().misses for draw in sketches.sketchers().values())

    drawn = misses()
    moments = [word.moment for word in library().glossary.values() if word.moment]
    for moment in moments:
        sketches.sketch(moment.page, moment.query)
    assert moments
    assert misses() == drawn
