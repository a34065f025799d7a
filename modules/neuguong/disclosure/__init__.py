"""What may be said of groups: the one place that decides it, for board, hall, exports, reports and the command line.

Knows nothing of SQL, words or screens: asks any `ResponseLog`, which remembers over processes and restarts.

Ordinary topics: whole groups
-----------------------------
A "number" counts answers to one version of one question, of a unit or of everybody, in a period: a calendar week, a
month, all time, or a session (its occasion). Refusing small query sets does not protect anybody: the difference of two
large ones may be one person (Denning, Denning and Schwartz, "The tracker: a threat to statistical database security",
ACM TODS 4(1), 1979). Dobkin, Jones and Lipton ("Secure databases: protection against user influence", ACM TODS 4(1),
1979) therefore limit how far query sets may overlap. The rule here is the limit of that: two numbers overlap in whole
groups or not at all.

- Every first answer of a known person is put into one group, once and for good (`groups.form_groups`). A group holds
  the answers of at least `group_size(minimum)` people to one question, all of one unit and week where possible.
- A number is the sum of all groups that lie in its unit and period, and nothing else. An answer in no group is in no
  number.

So whatever numbers are added and subtracted, three or all there ever were, on however many days, what is left is a sum
of whole groups: nobody, or at least that many people. No search for overlaps is needed, no order of looking can break
it, and nothing must be known of who looked at what. The record of what was published is the numbers themselves, in the
log's own transactions; it holds no person. Numbers only grow, by whole groups. Erasing somebody takes their answers out
of the log and out of what waits, and changes no number: the difference would be their answer, and a sum of nine or more
is nobody's. Numbers about two questions are not compared: nothing about one person's answer follows from two sums that
it is in only one of.

Answers of people who did not agree to be remembered are in no number and in no file: nobody knows how many people
they are, so that no batch of them is surely of enough, and read before and after, one of them would be the difference.
What an export holds of single answers is of people who agreed, under the code they agreed to.

Who counts as a person
----------------------
Whoever has given a few answers over some minutes, by the server's clock; in a hall, every member. Four accomplices
among the people of a group know their own answers and may subtract them. So a group is larger than the group minimum by
as many (`ACCOMPLICES`): what four accomplices learn is the sum of at least the group minimum of others. What this does
not stop: whoever plays five or more people, patiently, answer by answer, can fill a group around fewer others than the
minimum; a random token in a browser proves no person. And where everybody in a group answers alike, their answer is
told by any count.

Statistics: whole groups, in steps
----------------------------------
What links several answers of one person (correlations, alpha, pairs, gains) is no sum of groups. It is rounded
(`coarse`), and told anew only where a whole group came or went since it was told (`retelling`). Who knows every other
answer there is, and who gave it, still learns one now and then by trying which of them gives all that is told.

Sensitive topics: noise
-----------------------
Totals of everybody only, by a method under which whoever made every other answer still cannot tell one: see `noise`.

Rounds of a hall
----------------
Each is told once, when it is counted, of everybody together; its answers are in no group and no other number: see
`rounds`.

A copy put back
---------------
A copy of the log does not know what was published since it was made. `restore` lets an answer wait on only if it also
waits in the log whose place the copy takes, and says nothing more of sensitive answers already there; so each is in one
publication at most, and what is seen before and after differs by whole groups. Where there is no log to ask, what waits
in the copy is never published; `publish_past` keeps that little. Whoever answers a question again because the log lost
their answer is in two groups, or in two sets of noisy counts, whose bounds then multiply.
"""

from .groups import ACCOMPLICES, group_size
from .noise import LIKELIHOOD_MAX, SENSITIVE_STEP
from .published import is_ever_told, publish_new, publish_past, read_numbers, read_published, read_sensitive
from .rounds import FirstRound, Result, tell_first, tell_second, tell_sensitive

__all__ = [
    "ACCOMPLICES",
    "LIKELIHOOD_MAX",
    "SENSITIVE_STEP",
    "FirstRound",
    "Result",
    "group_size",
    "is_ever_told",
    "publish_new",
    "publish_past",
    "read_numbers",
    "read_published",
    "read_sensitive",
    "tell_first",
    "tell_second",
    "tell_sensitive",
]
