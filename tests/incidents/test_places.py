"""Which of several places stands in the headline."""

from rashomon.incidents.fusion import fuse_place
from rashomon.model import Place
from tests.incidents.build import NOBODY, doc, incident

# Two towns of one district's neighbourhood; only one lies in the district.
BOKKOS = Place("Bokkos", "Plateau", "NGA", ("NGA",), 9.30, 8.99, 2.0, 1, "town")
MANGU = Place("Mangu", "Plateau", "NGA", ("NGA",), 9.52, 9.10, 2.0, 2, "town")
DISTRICT = Place("Mangu", "Plateau", "NGA", ("NGA",), 9.46, 9.16, 12.0, 3, "district")


def place_of(*places: Place) -> Place:
    made = [incident(doc(f"d{n}", f"Report {n} of a raid."), place=place) for n, place in enumerate(places)]
    return fuse_place(made, NOBODY)


def test_between_two_towns_a_coarser_place_decides() -> None:
    assert place_of(BOKKOS, MANGU, DISTRICT) == MANGU
    assert place_of(BOKKOS, MANGU) == BOKKOS  # by name, for want of anything better


def test_more_texts_outweigh_a_coarser_place() -> None:
    assert place_of(BOKKOS, BOKKOS, MANGU, DISTRICT) == BOKKOS
