"""Code that the types allow, and code that they reject.

Only mypy reads this file, and fails if an `ignore` is not needed. Nothing runs it.
"""

from typing import assert_type

from frontdesk_events import Event, cheqroom, flag, gingr, given, gire, many, ombori, text, zaui


def allowed(event: Event) -> object:
    if event["type"] == "gingr.check_in":
        reservation = given(event["data"].get("entity_data"))
        assert_type(reservation, gingr.Reservation | None)
        assert_type(text(event["data"]["entity_id"]), str | None)
        return text(reservation.get("location_name")) if reservation else None
    if event["type"] == "gire.pud:status_update":
        assert_type(event["data"]["data"], gire.StatusUpdate)
        return event["data"]["data"]["newStatus"] == "completed"
    if event["type"] == "ombori.positionCreated":
        assert_type(event["data"]["data"]["position"], ombori.Position)
    elif event["type"] == "zaui.booking.creation":
        assert_type(event["data"]["eventData"]["booking"], zaui.Booking)
        return text(event["data"].get("eventNotificationUniqueId"))
    elif event["type"] == "cheqroom.item.create":
        assert_type(event["data"], cheqroom.Item)
        assert_type(many(event["data"].get("comments")), list[str | cheqroom.Comment])
        return [text(code) for code in many(event["data"].get("barcodes"))]
    # The fields that all events have.
    return [event["type"], event["source"], event.get("replay")]


def refused(event: Event, animal: gingr.Animal) -> object:
    if event["type"] == "gingr.chek_in":  # type: ignore[comparison-overlap]  # no provider has such an event
        return 1
    event["data"]["entity_id"]  # type: ignore  # the kind determines the data
    if event["type"] == "gingr.check_in":
        event["data"]["entity_data"]["location_name"]  # type: ignore[index,call-overload]  # may be missing or nothing
        reservation = given(event["data"].get("entity_data"))
        assert reservation
        reservation["location"]  # type: ignore[typeddict-item]  # a reservation has no such field
        event["data"]["data"]  # type: ignore[typeddict-item]  # only Gire has it
        event["data"]["entity_id"].strip()  # type: ignore[union-attr]  # a text may be a number
    banned: bool = animal.get("banned")  # type: ignore[assignment]  # a flag may be a word
    return [banned, flag(animal.get("banned"))]
