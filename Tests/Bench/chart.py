"""A bar chart as SVG, by hand: groups of bars, each with its number, in colours that dark and light pages bear."""

from html import escape

BAR, GAP, LEFT, RIGHT, TITLE = 18, 22, 190, 110, 30
WIDTH = 860
OURS, OTHERS = "#2f7ed8", "#9aa5b1"


def svg(groups):
    """`groups`: (title, unit, [(name, number, is ours)]); each group has a scale of its own."""
    parts, top = [], 10
    for title, unit, bars in groups:
        parts.append(text(10, top + 18, title, "font-weight='bold'"))
        top += TITLE
        longest = max(number for _, number, _ in bars)
        for name, number, is_ours in bars:
            parts += bar(top, name, number, unit, longest, is_ours)
            top += BAR + 4
        top += GAP
    return "\n".join([
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {top}' width='{WIDTH}' font-family='sans-serif' "
        "font-size='13'>",
        f"<rect width='{WIDTH}' height='{top}' fill='#ffffff'/>", *parts, "</svg>", ""])


def bar(top, name, number, unit, longest, is_ours):
    width = max(1, (WIDTH - LEFT - RIGHT) * number / longest)
    middle = top + BAR - 5
    return [
        text(LEFT - 8, middle, name, "text-anchor='end'"),
        f"<rect x='{LEFT}' y='{top}' width='{width:.1f}' height='{BAR}' fill='{OURS if is_ours else OTHERS}'/>",
        text(LEFT + width + 6, middle, f"{number:,.0f} {unit}" if number >= 100 else f"{number:.3g} {unit}", ""),
    ]


def text(x, y, words, attributes):
    return f"<text x='{x:.1f}' y='{y}' fill='#1f2933' {attributes}>{escape(words)}</text>"
