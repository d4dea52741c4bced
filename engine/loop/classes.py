"""Classes: what there is to find, how it changes, and what has to be checked again then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.domain.changes import Changed, Changes
from engine.domain.class_changes import ClassAct, ClassChange, ClassCounts, LoggedClassChange
from engine.domain.classes import ObjectClass, check_class_names, check_color
from engine.domain.costs import Costs
from engine.domain.errors import UsageError
from engine.domain.identifiers import ClassId, ImageId
from engine.loop import class_acts
from engine.loop.economy import labeling_costs
from engine.loop.round_questions import next_holdout
from engine.query.cost import seconds_to_check
from engine.store.database import Store
from engine.store.transaction import Transaction

_NEW = ClassId(0)
_CHANGED = Changed.CLASSES | Changed.LABELS


@dataclass(frozen=True, slots=True)
class ClassLog:
    """Changes of the class list: those in force, the newest first, and those to do again, next."""

    done: tuple[LoggedClassChange, ...]
    undone: tuple[LoggedClassChange, ...]


@dataclass(frozen=True, slots=True)
class Recheck:
    """Images labeled before a class was there: nobody has looked through them for it.

    Attributes:
        image_ids: In the order to look at them: the holdout in its own, then the pool.
        num_holdout: Of these, validation and test images.
        class_ids: The classes that lack, in their order.
        seconds_each: What looking through one is likely to take.
    """

    image_ids: tuple[ImageId, ...] = ()
    num_holdout: int = 0
    class_ids: tuple[ClassId, ...] = ()
    seconds_each: float = 0.0

    @property
    def expected_s(self) -> float:
        """Expert seconds that all of it is likely to take."""
        return self.seconds_each * len(self.image_ids)


class Classes:
    """The class list. Every change is one transaction, is logged, and can be undone."""

    def __init__(self, store: Store, *, who: str) -> None:
        self._store = store
        self._who = who

    def all(self) -> tuple[ObjectClass, ...]:
        """Return the classes in use, by position."""
        with self._store.read() as tx:
            return tx.classes.all()

    def counts(self) -> dict[ClassId, ClassCounts]:
        """Return what the labels hold of each class. Any thread; slow where there are many."""
        with self._store.read() as tx:
            return tx.class_labels.counts()

    def log(self) -> ClassLog:
        """Return the changes made, and those that were undone."""
        with self._store.read() as tx:
            return ClassLog(tuple(tx.class_changes.done()), tuple(tx.class_changes.undone()))

    def add(self, name: str) -> Changes:
        """Add a class; images labeled so far count as not checked for it.

        Raises:
            UsageError: The name is not usable or stands already.
        """

        def _change(classes: tuple[ObjectClass, ...]) -> ClassChange:
            name_ = check_class_names([*(c.name for c in classes), name])[-1]
            return ClassChange(ClassAct.ADD, _NEW, f"Add {name_}", after=name_)

        return self._do(_change)

    def rename(self, class_id: ClassId, *, name: str) -> Changes:
        """Give a class another name; what models know of it stays.

        Raises:
            UsageError: The name is not usable or stands already.
            NotFoundError: There is no such class.
        """
        before = self._name(class_id)
        title = f"Rename {before} to {name.strip()}"
        change = ClassChange(ClassAct.RENAME, class_id, title, before=before, after=name.strip())
        return Changes() if name.strip() == before else self._do(lambda _: change)

    def recolor(self, class_id: ClassId, *, color: str) -> Changes:
        """Give a class another color, as #rrggbb.

        Raises:
            UsageError: It is no color.
            NotFoundError: There is no such class.
        """
        with self._store.read() as tx:
            class_ = tx.classes.get(class_id)
        after, title = check_color(color), f"Recolor {class_.name}"
        change = ClassChange(ClassAct.RECOLOR, class_id, title, before=class_.color, after=after)
        return Changes() if after == class_.color else self._do(lambda _: change)

    def move(self, class_id: ClassId, *, position: int) -> Changes:
        """Put a class at a position of the order, which gives the keys and the list.

        Raises:
            NotFoundError: There is no such class.
        """
        title = f"Move {self._name(class_id)}"

        def _change(classes: tuple[ObjectClass, ...]) -> ClassChange:
            order = [c.id for c in classes if c.id != class_id]
            order.insert(position, class_id)
            return ClassChange(ClassAct.REORDER, class_id, title, order_after=tuple(order))

        return self._do(_change)

    def merge(self, class_id: ClassId, *, into: ClassId) -> Changes:
        """Make a class part of another: its objects become objects of that one.

        Raises:
            UsageError: Both are the same.
            NotFoundError: There is no such class.
        """
        if class_id == into:
            raise UsageError("A class cannot be merged into itself.", hint="Choose another one.")
        title = f"Merge {self._name(class_id)} into {self._name(into)}"
        return self._do(lambda _: ClassChange(ClassAct.MERGE, class_id, title, other_id=into))

    def split(self, class_id: ClassId, *, name: str) -> Changes:
        """Divide a class: some of its objects will be of a new one, which stands behind it.

        Images with objects of the class count as not checked for the new one.

        Raises:
            UsageError: The name is not usable or stands already.
            NotFoundError: There is no such class.
        """
        source = self._name(class_id)

        def _change(classes: tuple[ObjectClass, ...]) -> ClassChange:
            name_ = check_class_names([*(c.name for c in classes), name])[-1]
            title = f"Split {name_} off {source}"
            return ClassChange(ClassAct.SPLIT, class_id, title, after=name_)

        return self._do(_change)

    def remove(self, class_id: ClassId) -> Changes:
        """Take a class out of use; its labels are kept and come back with it.

        Raises:
            NotFoundError: There is no such class.
        """
        title = f"Remove {self._name(class_id)}"
        return self._do(lambda _: ClassChange(ClassAct.REMOVE, class_id, title))

    def undo(self) -> Changes:
        """Take back the newest change in force.

        Raises:
            UsageError: There is none, or its class has a name that another one took.
        """
        with self._store.write() as tx:
            done = tx.class_changes.done()
            if not done:
                raise UsageError("No change of the classes is left to undo.")
            undone = class_acts.undo(tx, done[0].change, who=self._who)
            tx.class_changes.mark(done[0].number, undone, is_undone=True)
        return Changes(_CHANGED, notices=(f"Undone: {undone.title}.",))

    def redo(self) -> Changes:
        """Make the change again that was undone last.

        Raises:
            UsageError: There is none, or its class has a name that another one took.
        """
        with self._store.write() as tx:
            undone = tx.class_changes.undone()
            if not undone:
                raise UsageError("No change of the classes is left to do again.")
            done = class_acts.redo(tx, undone[0].change, who=self._who)
            tx.class_changes.mark(undone[0].number, done, is_undone=False)
        return Changes(_CHANGED, notices=(f"Done again: {done.title}.",))

    def recheck(self) -> Recheck:
        """Return the images to look through again. Any thread; slow where there are many."""
        with self._store.read() as tx:
            waiting = set(tx.class_labels.unchecked_ids())
            if not waiting:
                return Recheck()
            holdout = [image_id for image_id, _ in next_holdout(tx) if image_id in waiting]
            counts = tx.class_labels.counts()
            classes, log = tx.classes.all(), tx.class_changes.done()
            costs = labeling_costs(tx)
        pool = sorted(waiting - set(holdout))
        seconds = _recheck_seconds(counts, log, costs) / len(waiting)
        return Recheck(
            image_ids=(*holdout, *pool),
            num_holdout=len(holdout),
            class_ids=tuple(c.id for c in classes if counts[c.id].num_unchecked),
            seconds_each=costs.image_s + seconds,
        )

    def _name(self, class_id: ClassId) -> str:
        with self._store.read() as tx:
            return tx.classes.get(class_id).name

    def _do(self, change_of: Callable[[tuple[ObjectClass, ...]], ClassChange]) -> Changes:
        with self._store.write() as tx:
            make_change(tx, change_of(tx.classes.all()), who=self._who)
        return Changes(_CHANGED)


def seconds_to_look_again() -> float:
    """Return the seconds an image usually takes on which nothing of a new class is found."""
    return Costs().image_s


def make_change(tx: Transaction, change: ClassChange, *, who: str) -> None:
    """Make a change of the class list and log it."""
    in_order = replace(change, order=tuple(c.id for c in tx.classes.all()))
    tx.class_changes.add(class_acts.do(tx, in_order, who=who), who=who)


def _recheck_seconds(
    counts: Mapping[ClassId, ClassCounts], log: Sequence[LoggedClassChange], costs: Costs
) -> float:
    """Return the seconds for objects on all images to check, besides opening and looking at them.

    A class that was looked for elsewhere is drawn as often as there; of one that was split off,
    every object of its origin is looked at.
    """
    origins = {
        logged.change.other_id: logged.change.class_id
        for logged in log
        if logged.change.act is ClassAct.SPLIT
    }
    seconds = 0.0
    for class_id, count in counts.items():
        origin = counts.get(origins.get(class_id, class_id), count)
        per_image = _per_settled_image(origin)
        cost = seconds_to_check(
            num_verified=per_image if class_id in origins else 0,
            num_drawn=0 if class_id in origins else per_image,
            costs=costs,
        )
        seconds += count.num_unchecked * (cost - costs.image_s)
    return seconds


def _per_settled_image(count: ClassCounts) -> float:
    num_settled = count.num_complete + count.num_empty
    return count.num_objects / num_settled if num_settled else 0.0
