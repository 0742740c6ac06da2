"""REST systems, interpreted from their connector files (:mod:`belofte.domain.rest`)."""
