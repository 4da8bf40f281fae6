"""Ten things that people come to do, each walked by the hands that it is given."""
