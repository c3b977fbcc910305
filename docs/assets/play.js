// Starts the figures of a page that move, each when it comes near the screen.
// They are modules: a browser loads none from a folder. There, and where one
// cannot be loaded, the figure stays as it was drawn, without its controls.
{
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) start(target);
    },
    { rootMargin: "400px" },
  );

  async function start(figure) {
    near.unobserve(figure);
    try {
      if (location.protocol === "file:") throw new Error("no modules here");
      const module = await import(`./play/${figure.dataset.play}.js`);
      module.start(figure, JSON.parse(figure.dataset.numbers));
    } catch (error) {
      figure.classList.add("still");
      if (location.protocol !== "file:") throw error;
    }
  }

  document$.subscribe(() => {
    near.disconnect();
    for (const figure of document.querySelectorAll("figure.play"))
      near.observe(figure);
  });
}
