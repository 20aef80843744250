"""Writes py/nnlab/iris.csv from scikit-learn's copy: its order, its values.

That table is Fisher's; the copy of the UCI repository differs from it in two rows and is wrong
there. Needs scikit-learn: `pip install scikit-learn`.
"""

from make_csv import write

if __name__ == "__main__":
    write("iris")
