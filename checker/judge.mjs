/**
 * Whether a canary that came out late is what the proviso of the guarantee names, once it is known that its node was suspended between the
 * check and the write. That depends on what the read rested on, which the log says: not on whatever else could have opened the value.
 */

export const uuidIn = (id) => id.slice(id.indexOf('_') + 1);

/** The log keeps milliseconds, and entries of one statement may lie on both sides of one. */
const ONE_STATEMENT_MS = 2;

/**
 * Of the entries of a stream those of one event: the last ones that tell of the value before its check was over. Earlier events may have
 * told of it too, under what had ended long before. None where one tells of it after that check: then the value may have come with that event.
 * @param entries `{at, disclosed}`: what the log has of the stream; @param checkedMs when the check was over, in ms of the epoch
 */
export function entriesOfEvent({ entries, place, checkedMs }) {
  const told = entries.filter(({ disclosed }) =>
    disclosed.some(({ fields, ids }) => ids.includes(place.id) && fields.includes(place.field)),
  );
  const last = Math.max(...told.map(({ at }) => at.getTime()));
  if (last > checkedMs + ONE_STATEMENT_MS) return [];
  return told.filter(({ at }) => at.getTime() >= last - ONE_STATEMENT_MS);
}

/**
 * True where every authority that the log names for this very value ended in a way that waits for no answer: by its time (its receipt is
 * null), or with an end that says that it gave up waiting (`fenced`). An end that says `fenced: 0` has promised that nothing is on its way.
 *
 * @param entries `{authority, disclosed: [{fields, ids}]}`: what the log has of the request, `authority` being a uuid
 * @param place `{id, field}`: the record's API id and the field, as the log calls them
 * @param during grants that could open the value and ended after the request was sent: `{id, receipt}`; `id` is undefined where the answer
 *   that would have told it was lost, and such a one can only have ended by its time
 * @param known the ids of all grants of which an id is known
 */
export function restedOnGivenUp({ entries, place, during, known }) {
  const authorities = entries
    .filter(({ disclosed }) =>
      disclosed.some(({ fields, ids }) => ids.includes(place.id) && fields.includes(place.field)),
    )
    .map(({ authority }) => authority);
  if (authorities.length === 0) return false;
  const givenUp = ({ receipt }) => receipt === null || receipt.fenced > 0;
  const named = new Map(during.filter(({ id }) => id !== undefined).map((grant) => [uuidIn(grant.id), grant]));
  const all = new Set(known.map(uuidIn));
  const nameless = during.some(({ id, receipt }) => id === undefined && receipt === null);
  return authorities.every((authority) => {
    const grant = named.get(authority);
    return grant ? givenUp(grant) : nameless && !all.has(authority);
  });
}
