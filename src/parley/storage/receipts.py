"""Receipts that waited for a message which is known by now: handed in once more."""

from datetime import datetime, timedelta

from parley.domain.channel import Inbound, InboundReceipt
from parley.storage import codec, codecs, journal
from parley.storage.database import Pool, transaction
from parley.storage.journal import EntryKind, NewEntry, lane_of_contact

PATIENCE = timedelta(seconds=5)  # the usual way joins a receipt within moments

# A receipt and the word on its send may be decided at once, on two lanes: then each misses the other.
MISSED = """
DELETE FROM receipt USING message, channel
WHERE receipt.received_at < $1
AND message.workspace_id = receipt.workspace_id AND message.channel_id = receipt.channel_id
AND message.external_id = receipt.external_id
AND channel.workspace_id = receipt.workspace_id AND channel.id = receipt.channel_id
RETURNING receipt.*, message.id AS message_id, message.contact_id, channel.external_id AS channel_name
"""


async def hand_in_again(pool: Pool, *, now: datetime) -> int:
    """Moves them into the journal, in one transaction; how many there were."""
    async with transaction(pool) as connection:
        rows = await connection.fetch(MISSED, now - PATIENCE)
        entries: list[NewEntry] = []
        for row in rows:
            receipt = codecs.RECEIPT.read(tuple(row)[: len(codecs.RECEIPT.columns)])
            told: list[Inbound] = [
                InboundReceipt(
                    row["channel_name"],
                    receipt.external_id,
                    receipt.status,
                    receipt.at,
                    message_id=row["message_id"],
                    failure=receipt.failure,
                )
            ]
            entries.append(
                NewEntry(
                    lane_of_contact(row["contact_id"]),
                    receipt.workspace_id,
                    receipt.channel_id,
                    EntryKind.INBOUND,
                    codec.encode(told),
                    now,
                )
            )
        await journal.append(connection, entries)
    return len(rows)
