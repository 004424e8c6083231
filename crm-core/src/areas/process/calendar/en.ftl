# Calendar
area-calendar = Calendar
operation-calendar-entries = Show calendars
operation-calendar-export_ics = Export calendar file
operation-calendar-import_ics = Import calendar file
operation-calendar-open_feed = Open calendar feed
operation-calendar-close_feed = Close calendar feed
operation-calendar-feed = Read calendar feed
choice-Entity-calendar_feed = Calendar feed
field-busy = Busy
field-excluding = Leaving out
field-token = Secret
field-FeedToken-opened_at = Opened at
field-CalendarFeed-opened_at = Opened at
violation-no_calendar = is no calendar file
violation-wrong_syntax = line { $limit } is no property
violation-unfinished = does not end, or something else ends in it (line { $limit })
field-CalendarEntry-kind = Kind
