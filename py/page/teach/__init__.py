"""What a teacher needs: variants, hand-ins made and read, marking on the teacher's own device."""
