"use strict";
// What is measured within a page. The functions are sent to the browser as they stand, so each is complete in itself.
/* global document, getComputedStyle, NodeFilter, innerWidth */

/** See measures.d.cts. */
exports.overflow = function overflow() {
    const reach = (element) => element.getBoundingClientRect().right;
    const scrolls = (element) => element.closest(".scroll, pre") !== null;
    const outside = [...document.body.querySelectorAll("*")].filter(
        (element) => !scrolls(element) && reach(element) > innerWidth + 0.5,
    );
    return {
        scrollWidth: document.documentElement.scrollWidth,
        outside: outside.map(
            (element) => `${element.tagName.toLowerCase()}: ${element.textContent.trim().slice(0, 60)}`,
        ),
    };
};

/** See measures.d.cts. */
exports.texts = function texts() {
    const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const opaque = (colour) => channels(colour).length === 3 || channels(colour)[3] === 1;
    const luminance = (colour) => {
        const [red, green, blue] = channels(colour).map((value) => {
            const share = value / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const background = (element) => {
        for (let behind = element; behind; behind = behind.parentElement) {
            const { backgroundColor } = getComputedStyle(behind);
            if (opaque(backgroundColor)) return backgroundColor;
        }
        return "rgb(255, 255, 255)";
    };

    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        const text = node.textContent.trim();
        const drawing = element.closest("svg");
        if (text === "" || element.tagName === "title" || element.getClientRects().length === 0) continue;
        const style = getComputedStyle(element);
        const colour = drawing ? style.fill : style.color;
        const behind = background(element);
        const [dark, light] = [luminance(colour), luminance(behind)].sort((a, b) => a - b);
        const scale = drawing ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width : 1;
        found.push({
            text,
            drawn: drawing !== null,
            contrast: (light + 0.05) / (dark + 0.05),
            pixels: Number.parseFloat(style.fontSize) * scale,
        });
    }
    return found;
};

/** See measures.d.cts. */
exports.charts = function charts() {
    const visible = [...document.querySelectorAll("figure svg")].filter((svg) => svg.getClientRects().length > 0);
    return visible.map((svg) => {
        const frame = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll("text")].map((text) => ({
            text: text.textContent,
            box: text.getBoundingClientRect(),
        }));
        const cut = texts.filter(
            ({ box }) =>
                box.left < frame.left - 0.5 ||
                box.right > frame.right + 0.5 ||
                box.top < frame.top - 0.5 ||
                box.bottom > frame.bottom + 0.5,
        );
        const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const overlapping = texts.flatMap((one, index) =>
            texts
                .slice(index + 1)
                .filter((other) => meets(one.box, other.box))
                .map((other) => `${one.text} / ${other.text}`),
        );
        return {
            id: svg.closest("figure").id,
            label: svg.getAttribute("aria-label"),
            widthPixels: frame.width,
            heightPixels: frame.height,
            cut: cut.map(({ text }) => text),
            overlapping,
        };
    });
};
