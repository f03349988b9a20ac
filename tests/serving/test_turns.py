"""Who may go on and who waits, without a server. Time stands still unless a test moves it."""

import asyncio
import itertools
from types import SimpleNamespace

import pytest

from playground.serving import turns
from playground.serving.turns import Bucket, Buckets, Flow, Turns


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


class TestBucket:
    def test_as_many_as_it_holds_can_be_taken_at_once(self, clock):
        bucket = Bucket(3, 2, clock)
        for _ in range(3):
            assert bucket.wait == 0
            bucket.take()
        assert bucket.wait == 0.5

    def test_it_fills_again_up_to_its_brim(self, clock):
        bucket = Bucket(3, 2, clock)
        for _ in range(3):
            bucket.take()
        clock.now = 1.0
        assert bucket.left == 2
        clock.now = 100.0
        assert bucket.left == 3

    def test_each_address_has_its_own(self, clock):
        buckets = Buckets(1, 1, clock)
        buckets.of("a").take()
        assert buckets.of("a").wait == 1
        assert buckets.of("b").wait == 0

    def test_of_very_many_those_that_are_full_are_forgotten(self, clock):
        buckets = Buckets(1, 1, clock, known=3)
        buckets.of("a").take()
        kept = buckets.of("b"), buckets.of("c")
        assert (buckets.of("b"), buckets.of("c")) == kept
        assert len(buckets) == 3
        for address in "defgh":
            buckets.of(address)
            assert len(buckets) <= 3
        assert buckets.of("a").wait == 1

    def test_no_more_are_known_than_a_server_has_room_for(self, clock):
        buckets = Buckets(1, 1, clock)
        for number in range(3000):
            buckets.of(str(number))
        assert len(buckets) <= 1500


class TestFlow:
    def test_as_many_as_may_go_through_at_once_do_not_wait(self):
        async def go():
            flow = Flow(3, 1e-9)
            for _ in range(3):
                taking = flow.take(Bucket(10, 1))
                with pytest.raises(StopIteration):  # it comes to its end at once
                    taking.send(None)

        asyncio.run(go())

    def test_whoever_has_had_the_least_goes_first(self, clock):
        async def go():
            flow, order = Flow(1, 1, clock), []
            greedy, modest = Bucket(100, 1e-9), Bucket(100, 1e-9)
            for _ in range(20):
                greedy.take()
            await flow.take(greedy)

            async def wait(name, who):
                await flow.take(who)
                order.append(name)

            waiting = [
                asyncio.create_task(wait(name, who))
                for name, who in (("greedy", greedy), ("greedy", greedy), ("modest", modest))
            ]
            for _ in waiting:
                await asyncio.sleep(0)
                clock.now += 1
                flow._go_on()
            await asyncio.gather(*waiting)
            return order

        assert asyncio.run(go()) == ["modest", "greedy", "greedy"]

    def test_who_comes_when_there_is_room_again_does_not_pass_who_waits(self, clock):
        async def go():
            flow, modest, greedy = Flow(1, 1, clock), Bucket(100, 1e-9), Bucket(100, 1e-9)
            for _ in range(20):
                greedy.take()
            await flow.take(greedy)
            waiting = asyncio.create_task(flow.take(modest))
            await asyncio.sleep(0)
            clock.now = 1.0
            coming = asyncio.create_task(flow.take(greedy))
            await asyncio.sleep(0)
            flow._go_on()
            await waiting
            came = coming.done()
            coming.cancel()
            return came

        assert not asyncio.run(go())

    def test_however_many_wait_the_clock_is_set_once(self, clock):
        async def go():
            flow, who, called = Flow(1, 1, clock), Bucket(100, 1), []
            flow._go_on_later = lambda: called.append("later")
            await flow.take(who)
            assert called == []
            for _ in range(4):
                waiting = asyncio.create_task(flow.take(who))
                await asyncio.sleep(0)
                assert called == ["later"]
                assert not waiting.done()
            for left in (3, 2, 1, 0):
                called.clear()
                clock.now += 1
                flow._go_on()
                assert len(flow._waiting) == left
                assert called == ["later"] * (left > 0)
            await waiting

        asyncio.run(go())

    def test_where_all_who_waited_have_gone_nobody_is_let_through(self, clock):
        Flow(1, 1, clock)._go_on()

    def test_who_has_used_up_its_own_waits_although_there_is_room(self):
        async def go():
            flow, who, others = Flow(100, 100), Bucket(1, 1e-9), Bucket(100, 1)
            await flow.take(who)
            waiting = asyncio.create_task(flow.take(who))
            for _ in range(20):
                await flow.take(others)
                await asyncio.sleep(0)
            waited = not waiting.done()
            waiting.cancel()
            return waited

        assert asyncio.run(go())

    def test_who_stops_waiting_takes_nothing(self):
        async def go():
            flow, who = Flow(1, 100), Bucket(100, 1)
            await flow.take(who)
            given_up, waiting = (asyncio.create_task(flow.take(who)) for _ in range(2))
            await asyncio.sleep(0)
            given_up.cancel()
            await waiting

        asyncio.run(go())


class TestTurns:
    def test_one_at_a_time_and_whoever_has_had_the_least_first(self):
        async def go():
            turns, order, inside = Turns(10, 10), [], 0
            greedy, modest = Bucket(100, 1e-9), Bucket(100, 1e-9)
            greedy.take()

            async def work(name):
                nonlocal inside
                inside += 1
                assert inside == 1
                await asyncio.sleep(0)
                inside -= 1
                order.append(name)

            await asyncio.gather(
                *(
                    turns.take(who, lambda name=name: work(name))
                    for name, who in (("first", greedy), ("greedy", greedy), ("modest", modest))
                )
            )
            return order

        assert asyncio.run(go()) == ["first", "modest", "greedy"]

    def test_of_the_same_who_the_first_that_came_goes_first(self):
        async def go():
            ticks = itertools.count()
            turns, who, order = Turns(10, 10), Bucket(1e9, 0.5, lambda: float(next(ticks))), []
            for _ in range(1000):
                who.take()  # so that it is not full, and fuller each time it is looked at

            async def work(name):
                order.append(name)

            await asyncio.gather(*(turns.take(who, lambda name=name: work(name)) for name in range(5)))
            return order

        assert asyncio.run(go()) == [0, 1, 2, 3, 4]

    def test_others_work_between_two_turns(self):
        async def go():
            turns, order = Turns(10, 10), []

            async def work():
                order.append("turn")
                asyncio.get_running_loop().call_soon(order.append, "others")

            await asyncio.gather(*(turns.take(Bucket(1, 1), work) for _ in range(3)))
            await asyncio.sleep(0)
            return order

        assert asyncio.run(go()) == ["turn", "others"] * 3

    @pytest.mark.parametrize(("took", "rest"), [(0.0, 0.0), (0.25, 0.125), (10.0, 0.25)])
    def test_others_may_work_for_half_as_long_but_nobody_waits_long_for_that(
        self, clock, monkeypatch, took, rest
    ):
        monkeypatch.setattr(turns, "time", SimpleNamespace(monotonic=clock))

        async def work():
            clock.now += took

        async def go():
            rests = []
            monkeypatch.setattr(
                asyncio.get_running_loop(), "call_later", lambda rest, then: rests.append(rest)
            )
            await Turns(1, 1).take(Bucket(1, 1, clock), work)
            return rests

        assert asyncio.run(go()) == [rest]

    def test_a_turn_that_fails_or_is_given_up_is_passed_on(self):
        async def go():
            turns, who = Turns(10, 10), Bucket(1, 1)
            go_on = asyncio.Event()

            async def fail():
                await go_on.wait()
                raise ValueError("failed")

            async def work():
                return "done"

            failing = asyncio.create_task(turns.take(who, fail))
            await asyncio.sleep(0)
            given_up = asyncio.create_task(turns.take(who, work))
            waiting = asyncio.create_task(turns.take(who, work))
            await asyncio.sleep(0)
            given_up.cancel()
            go_on.set()
            with pytest.raises(ValueError, match="failed"):
                await failing
            return await waiting, await turns.take(who, work)

        assert asyncio.run(go()) == ("done", "done")

    def test_who_gives_up_just_when_its_turn_has_come_passes_it_on(self):
        async def go():
            turns, who, done = Turns(10, 10, rest=0), Bucket(1, 1), []

            async def work():
                done.append("work")

            def pass_on():
                del turns._next
                turns._next()
                given_up.cancel()  # who has been given the turn, and has not heard of it

            turns._next = pass_on
            first, given_up, waiting = (asyncio.create_task(turns.take(who, work)) for _ in range(3))
            await first
            with pytest.raises(asyncio.CancelledError):
                await given_up
            await waiting
            return done

        assert asyncio.run(go()) == ["work", "work"]

    def test_who_gives_up_while_another_has_the_turn_passes_on_nothing(self):
        async def go():
            turns, who, go_on = Turns(10, 10, rest=0), Bucket(1, 1), asyncio.Event()
            begun = []

            async def work():
                begun.append("work")
                await go_on.wait()

            tasks = [asyncio.create_task(turns.take(who, work)) for _ in range(3)]
            await asyncio.sleep(0)
            tasks[1].cancel()
            await asyncio.wait([tasks[1]])
            for _ in range(3):
                await asyncio.sleep(0)
            alone = list(begun)
            go_on.set()
            await asyncio.gather(tasks[0], tasks[2])
            return alone, begun

        assert asyncio.run(go()) == (["work"], ["work", "work"])

    def test_who_comes_when_nobody_has_the_turn_does_not_wait(self):
        async def go():
            turns, who = Turns(10, 10, rest=0), Bucket(1, 1)

            async def work():
                pass

            for _ in range(2):
                taking = turns.take(who, work)
                with pytest.raises(StopIteration):  # it comes to its end at once
                    taking.send(None)
                while turns._busy:
                    await asyncio.sleep(0)

        asyncio.run(go())

    def test_of_one_address_fewer_wait_than_in_all(self):
        async def go():
            turns, one, other, go_on = Turns(9, 2), Bucket(1, 1), Bucket(1, 1), asyncio.Event()
            tasks = [asyncio.create_task(turns.take(one, go_on.wait)) for _ in range(3)]
            await asyncio.sleep(0)
            full = turns.full(one), turns.full(other)
            go_on.set()
            await asyncio.gather(*tasks)
            return full

        assert asyncio.run(go()) == (True, False)

    def test_only_so_many_wait_in_all_and_each(self):
        async def go():
            turns, one, other, third = Turns(3, 2), Bucket(1, 1), Bucket(1, 1), Bucket(1, 1)
            go_on = asyncio.Event()
            fulls = []
            tasks = []
            for who in (one, one, one, other):
                fulls.append(turns.full(who))
                tasks.append(asyncio.create_task(turns.take(who, go_on.wait)))
                await asyncio.sleep(0)
            fulls += [turns.full(one), turns.full(third)]
            go_on.set()
            await asyncio.gather(*tasks)
            return [*fulls, turns.full(third)]

        # The first has its turn; two of its own wait, then one of another: three in all.
        assert asyncio.run(go()) == [False, False, False, False, True, True, False]
