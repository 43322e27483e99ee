"""A condition written out so that it can be read back to the letter, for cells of a workbook::

    【店面】 大于 300 并且 （【楼层】 是其中之一 “临街一楼”、“二楼” 或者 【开业日期】 没有回答）

Names of questions stand in 【】, texts in “”, both doubled inside where they end one; numbers and
days stand bare. A name is the question's short name or its wording; `#` before it says that it is
the key itself, and before a text that it is the stored value. 并且 and 或者 are not mixed without
（）.
"""

from onevisit.catalogue.rules.editing.spelling.names import Names
from onevisit.catalogue.rules.editing.spelling.reading import read
from onevisit.catalogue.rules.editing.spelling.writing import spelled

__all__ = ["Names", "read", "spelled"]
