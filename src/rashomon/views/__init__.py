"""What people look at, computed once for the terminal, the page and the web app. Reads; never writes."""

from rashomon.views.board import Board, Cell, Column, Row, board_of
from rashomon.views.tolls import TollPoint, toll_series

__all__ = ["Board", "Cell", "Column", "Row", "TollPoint", "board_of", "toll_series"]
