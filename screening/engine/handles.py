"""Names on social platforms: read from addresses, from fields, from running text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .addresses import Address, parse_address

UNKNOWN = ""


class Handle(NamedTuple):
    """A name on a platform, in small letters without @; "" where nobody said which."""

    platform: str
    name: str


_ALIASES = {
    "tg": "telegram",
    "телеграм": "telegram",
    "телеграмм": "telegram",
    "тг": "telegram",
    "тэлеграм": "telegram",
    "twitter": "x",
    "твиттер": "x",
    "insta": "instagram",
    "ig": "instagram",
    "инстаграм": "instagram",
    "інстаграм": "instagram",
    "fb": "facebook",
    "фейсбук": "facebook",
    "yt": "youtube",
    "ютуб": "youtube",
    "vkontakte": "vk",
    "вк": "vk",
    "вконтакте": "vk",
    "bsky": "bluesky",
    "mastodon": "fediverse",
    "fedi": "fediverse",
    "pleroma": "fediverse",
    "pixelfed": "fediverse",
    "peertube": "fediverse",
    "odnoklassniki": "ok",
    "ок": "ok",
    "truth": "truthsocial",
}
_PLATFORMS = frozenset(
    """
    telegram x instagram facebook youtube vk bluesky fediverse ok threads tiktok rumble
    odysee bitchute gab gettr truthsocial parler minds linkedin pinterest reddit discord
    whatsapp viber signal soundcloud patreon github medium substack tumblr livejournal
    dzen rutube twitch snapchat spotify xing flickr vimeo
    """.split()
)

# Host -> platform. Hosts below these (m., mobile., de-de.) belong to them as well.
_HOSTS = {
    "t.me": "telegram",
    "telegram.me": "telegram",
    "telegram.dog": "telegram",
    "tgstat.com": "telegram",
    "tgstat.ru": "telegram",
    "x.com": "x",
    "twitter.com": "x",
    "nitter.net": "x",
    "fxtwitter.com": "x",
    "vxtwitter.com": "x",
    "fixupx.com": "x",
    "xcancel.com": "x",
    "instagram.com": "instagram",
    "instagr.am": "instagram",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "fb.me": "facebook",
    "m.me": "facebook",
    "youtube.com": "youtube",
    "vk.com": "vk",
    "vk.ru": "vk",
    "vkontakte.ru": "vk",
    "vk.me": "vk",
    "bsky.app": "bluesky",
    "bsky.social": "bluesky",
    "ok.ru": "ok",
    "odnoklassniki.ru": "ok",
    "threads.net": "threads",
    "threads.com": "threads",
    "tiktok.com": "tiktok",
    "rumble.com": "rumble",
    "odysee.com": "odysee",
    "bitchute.com": "bitchute",
    "gab.com": "gab",
    "gettr.com": "gettr",
    "truthsocial.com": "truthsocial",
    "minds.com": "minds",
    "linkedin.com": "linkedin",
    "pinterest.com": "pinterest",
    "reddit.com": "reddit",
    "discord.gg": "discord",
    "discord.com": "discord",
    "whatsapp.com": "whatsapp",
    "wa.me": "whatsapp",
    "soundcloud.com": "soundcloud",
    "patreon.com": "patreon",
    "github.com": "github",
    "medium.com": "medium",
    "substack.com": "substack",
    "tumblr.com": "tumblr",
    "livejournal.com": "livejournal",
    "dzen.ru": "dzen",
    "rutube.ru": "rutube",
    "twitch.tv": "twitch",
    "vimeo.com": "vimeo",
}
# First segments after which the name comes.
_BEFORE_NAME = frozenset(
    """
    s c user channel pg groups group people company in r u profile stories invite
    channels add users showcase school public-profile direct
    """.split()
)
# First segments that are pages of the platform itself.
_RESERVED = frozenset(
    """
    joinchat addlist addstickers share sharer sharer.php iv proxy login intent i hashtag
    search explore p reel reels tv watch shorts playlist results feed events event
    hashtags wall feed away.php story.php photo.php photo media permalink.php home
    settings about privacy terms embed live status l.php redirect notes video videos
    post posts plugins dialog tr
    """.split()
)
_NAMED_BY_SUBDOMAIN = {
    "bsky.social": "bluesky",
    "substack.com": "substack",
    "tumblr.com": "tumblr",
    "livejournal.com": "livejournal",
    "t.me": "telegram",
}
_NOT_A_NAME = frozenset(
    "m mobile www web mbasic touch music old new l lm de en fr ru amp api i".split()
)


def platform_name(text: str) -> str:
    """Give a platform its one name; a name that nobody knows stays as it is."""
    name = text.strip().strip(":").lower()
    return _ALIASES.get(name, name)


def handle_name(platform: str, name: str) -> str:
    """Write a handle as it is compared: small letters, no @; Facebook ignores dots."""
    name = name.strip().lstrip("@").rstrip("/.,;:!?)").lower()
    if platform == "facebook":
        name = name.replace(".", "")
    elif platform == "bluesky":
        name = name.removesuffix(".bsky.social")
    return name


def parse_listed(text: str) -> Handle | None:
    """Read a handle of the list: `platform:name`, or an address of a platform."""
    platform, colon, name = text.strip().partition(":")
    if not colon:
        platform, name = UNKNOWN, text
    elif name.startswith("//"):
        address = parse_address(text)
        found = list(handles_in_address(address)) if address else []
        return found[0] if found else None
    platform = platform_name(platform)
    name = handle_name(platform, name)
    return Handle(platform, name) if name else None


def platform_of(host: str) -> tuple[str, str]:
    """Name the platform of a host, and the host of the platform; empty if none."""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        known = ".".join(labels[start:])
        if known in _HOSTS:
            return _HOSTS[known], known
        if labels[start] in ("nitter", "reddit", "pinterest") and start == 0:
            return {"nitter": "x"}.get(labels[start], labels[start]), known
    return "", ""


def handles_in_address(address: Address) -> Iterator[Handle]:
    """Read the names that an address of a platform stands for."""
    platform, known = platform_of(address.host)
    path = address.path
    if not platform:
        # The fediverse lives on any host: host/@name, host/users/name.
        if path and path[0].startswith("@") and len(path[0]) > 1:
            name = path[0][1:]
            full = name if "@" in name else f"{name}@{address.host}"
            yield Handle("fediverse", full)
        elif len(path) > 1 and path[0] in ("users", "profile", "a", "c"):
            yield Handle("fediverse", f"{path[1]}@{address.host}")
        return
    if known in _NAMED_BY_SUBDOMAIN and address.host != known:
        label = address.host.removesuffix("." + known).split(".")[-1]
        if label not in _NOT_A_NAME:
            yield Handle(platform, handle_name(platform, label))
            return
    for key, value in address.query:
        if key in ("domain", "screen_name", "id") and value:
            yield Handle(platform, handle_name(platform, value))
    names = list(path)
    if names and names[0] == "pages":
        for name in names[1:]:
            yield Handle(platform, handle_name(platform, name))
            head, _, number = name.rpartition("-")
            if number.isdigit() and head:
                yield Handle(platform, handle_name(platform, head))
        return
    if names and names[0] == "people" and len(names) > 2:
        yield Handle(platform, handle_name(platform, names[2]))
    if platform == "vk" and names:
        wall = re.fullmatch(
            r"(?:wall|public|club|event|album|topic)-?(\d+).*", names[0]
        )
        if wall:
            yield Handle("vk", f"club{wall.group(1)}")
            yield Handle("vk", f"public{wall.group(1)}")
            return
    if names and names[0] in _BEFORE_NAME and len(names) > 1:
        names = names[1:]
    if not names or names[0] in _RESERVED or names[0].startswith("+"):
        return
    name = names[0]
    if platform in ("odysee", "bluesky"):
        name = name.partition(":")[0]
    yield Handle(platform, handle_name(platform, name))


_NAMES = "|".join(sorted({*_PLATFORMS, *_ALIASES} - {"x", "ok", "signal"}, key=len))
_MENTION = re.compile(
    r"(?<![\w@./])@(?P<name>[\w][\w.-]{1,63})(?:@(?P<host>[\w-]+(?:\.[\w-]+)+))?"
)
_LABELLED = re.compile(
    rf"(?<!\w)(?P<platform>{_NAMES}|x)(?:\s?[:=/]\s?|\s)@?(?P<name>[\w][\w.-]{{2,63}})",
    re.IGNORECASE,
)
_PLATFORM_WORD = re.compile(rf"(?<!\w)({_NAMES}|x)(?!\w)", re.IGNORECASE)


class Mention(NamedTuple):
    """A handle in a text with its raw place."""

    handle: Handle
    start: int
    end: int


def handles_in_text(text: str) -> Iterator[Mention]:
    """Find `@name`, `@name@host` and `Telegram: name` in running text."""
    if "@" in text:
        for match in _MENTION.finditer(text):
            if match["host"]:
                name = f"{match['name']}@{match['host']}".lower()
                yield Mention(Handle("fediverse", name), *match.span())
                continue
            before = _PLATFORM_WORD.findall(
                text[max(0, match.start() - 30) : match.start()]
            )
            platform = platform_name(before[-1]) if before else UNKNOWN
            name = handle_name(platform, match["name"])
            yield Mention(Handle(platform, name), *match.span())
    if ":" in text:
        for match in _LABELLED.finditer(text):
            if ":" in match.group():
                platform = platform_name(match["platform"])
                name = handle_name(platform, match["name"])
                yield Mention(Handle(platform, name), match.start("name"), match.end())


def handles_in_field(text: str) -> Iterator[Mention]:
    """Read a field that holds a handle: with or without @, platform before or after."""
    words = [w.group().lower() for w in _PLATFORM_WORD.finditer(text)]
    platforms = [platform_name(word) for word in words]
    named = platforms[0] if platforms else UNKNOWN
    for match in re.finditer(r"@?[\w][\w.\-]*(?:@[\w-]+(?:\.[\w-]+)+)?", text):
        name = match.group()
        if name.lower() in words or len(name) < 2:
            continue
        if "@" in name[1:]:
            full = name.lstrip("@").lower()
            yield Mention(Handle("fediverse", full), *match.span())
        else:
            yield Mention(Handle(named, handle_name(named, name)), *match.span())


def is_platform(host: str) -> bool:
    """Say whether a host belongs to everybody on a platform."""
    return bool(platform_of(host)[0])
